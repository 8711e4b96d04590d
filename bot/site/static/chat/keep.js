/* What this device keeps: the token, what is not sent yet, how far we have read. Where storage is
   forbidden (private windows, some frames) memory takes its place until the page is closed. */

const PREFIX = "langnghe.";
const memory = new Map();

export function read(name, otherwise) {
  if (memory.has(name)) return memory.get(name);
  try {
    const kept = localStorage.getItem(PREFIX + name);
    return kept === null ? otherwise : JSON.parse(kept);
  } catch (error) {
    return otherwise;
  }
}

export function write(name, value) {
  try {
    localStorage.setItem(PREFIX + name, JSON.stringify(value));
    memory.delete(name);
  } catch (error) {
    memory.set(name, value);
  }
}

export function forgetAll() {
  memory.clear();
  try {
    sessionStorage.clear();
  } catch (error) {
    /* nothing was kept there */
  }
  ["token", "queue", "seen"].forEach((name) => {
    try {
      localStorage.removeItem(PREFIX + name);
    } catch (error) {
      /* nothing was kept there */
    }
  });
  return clearFiles();
}

/* A note to the page that is loaded next in this tab. */
export function writeOnce(name) {
  try {
    sessionStorage.setItem(PREFIX + name, "1");
  } catch (error) {
    /* then it goes unsaid */
  }
}

export function readOnce(name) {
  try {
    const found = sessionStorage.getItem(PREFIX + name) !== null;
    sessionStorage.removeItem(PREFIX + name);
    return found;
  } catch (error) {
    return false;
  }
}

export function onForgottenElsewhere(act) {
  window.addEventListener("storage", (event) => {
    const emptied = event.key === null || event.key === PREFIX + "token";
    if (emptied && event.newValue === null) act();
  });
}

/* Files that wait to be sent. localStorage holds text only, so they are in IndexedDB. */

const fileMemory = new Map();

function database() {
  return new Promise((done, fail) => {
    const opening = indexedDB.open("langnghe", 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore("files");
    opening.onsuccess = () => done(opening.result);
    opening.onerror = () => fail(opening.error);
  });
}

async function inFiles(mode, act) {
  const opened = await database();
  try {
    return await new Promise((done, fail) => {
      const work = opened.transaction("files", mode);
      const asked = act(work.objectStore("files"));
      work.oncomplete = () => done(asked.result);
      work.onerror = work.onabort = () => fail(work.error);
    });
  } finally {
    opened.close();
  }
}

export async function putFile(id, file) {
  fileMemory.set(id, file);
  try {
    await inFiles("readwrite", (files) => files.put(file, id));
  } catch (error) {
    /* it stays in memory */
  }
}

export async function getFile(id) {
  if (fileMemory.has(id)) return fileMemory.get(id);
  try {
    return (await inFiles("readonly", (files) => files.get(id))) || null;
  } catch (error) {
    return null;
  }
}

export async function dropFile(id) {
  fileMemory.delete(id);
  try {
    await inFiles("readwrite", (files) => files.delete(id));
  } catch (error) {
    /* nothing was kept there */
  }
}

async function clearFiles() {
  fileMemory.clear();
  try {
    await inFiles("readwrite", (files) => files.clear());
  } catch (error) {
    /* nothing was kept there */
  }
}
