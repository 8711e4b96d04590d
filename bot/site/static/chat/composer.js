/* The field one writes in, and the buttons beside it. */

const DRAFT = "langnghe.draft";

/* `on` has say(text), sendFile(file). */
export function wireComposer(setup, on) {
  const form = document.getElementById("composer");
  const field = document.getElementById("text");
  const byTouch = window.matchMedia("(pointer: coarse)").matches;

  field.placeholder = setup.words.placeholder;
  if (!field.value) field.value = draft("read");
  grow();

  function draft(act) {
    try {
      if (act === "read") return sessionStorage.getItem(DRAFT) || "";
      sessionStorage.setItem(DRAFT, field.value);
    } catch (error) {
      /* the field itself still has it */
    }
    return "";
  }

  function grow() {
    field.style.height = "auto";
    field.style.height = Math.min(field.scrollHeight, 160) + "px";
  }

  function send() {
    const text = field.value.trim();
    if (!text) {
      field.focus();
      return;
    }
    on.say(text);
    put("");
    field.placeholder = setup.words.placeholder;
    field.inputMode = "text";
  }

  function put(text) {
    field.value = text;
    draft("write");
    grow();
    field.focus();
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    send();
  });
  field.addEventListener("input", () => {
    draft("write");
    grow();
  });
  field.addEventListener("keydown", (event) => {
    // While a Vietnamese keyboard composes a letter, Enter belongs to it.
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return;
    if (byTouch) return;
    event.preventDefault();
    send();
  });
  field.addEventListener("paste", (event) => {
    const files = Array.from((event.clipboardData && event.clipboardData.files) || []);
    if (!files.length) return;
    event.preventDefault();
    files.forEach(on.sendFile);
  });
  ["files", "record"].forEach((id) => {
    const input = document.getElementById(id);
    input.addEventListener("change", () => {
      Array.from(input.files).forEach(on.sendFile);
      input.value = "";
    });
  });

  return {
    put,
    focus: () => field.focus(),
    askPhone: () => {
      field.placeholder = setup.words.type_phone;
      field.inputMode = "tel";
      field.focus();
    },
  };
}
