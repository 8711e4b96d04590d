/* Requests to the chat API, and what their failures mean for us. */

import * as keep from "./keep.js";

export const API = "/chat/api/";

/* Nothing came of it; try again after so many seconds (0: as we like). */
export class Later extends Error {
  constructor(seconds) {
    super("later");
    this.seconds = seconds;
  }
}

/* The token opens nothing any more. */
export class Gone extends Error {
  constructor(token) {
    super("gone");
    this.token = token;
  }
}

/* The server will never take it; `message` says why, in words. */
export class Refused extends Error {}

export function makeWire(language) {
  async function call(method, path, options) {
    const asked = Object.assign({ json: null, form: null, seconds: 30 }, options);
    const headers = { "Accept-Language": language };
    const token = keep.read("token", "");
    if (token) headers.Authorization = "Bearer " + token;
    const ending = new AbortController();
    const timer = setTimeout(() => ending.abort(), asked.seconds * 1000);
    let response;
    let body = null;
    try {
      response = await fetch(API + path, {
        method,
        headers,
        body: asked.form || (asked.json && JSON.stringify(asked.json)),
        signal: ending.signal,
        cache: "no-store",
      });
      const text = await response.text();
      body = text ? parsed(text) : null;
    } catch (error) {
      throw new Later(0);
    } finally {
      clearTimeout(timer);
    }
    if (response.ok) return body || {};
    throw failure(response, body, token);
  }

  async function openSession() {
    const { token } = await call("POST", "session");
    keep.write("token", token);
    keep.write("seen", 0);
  }

  return { call, openSession, hasToken: () => keep.read("token", "") !== "" };
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch (error) {
    return null; // a proxy's own page
  }
}

function failure(response, body, token) {
  const status = response.status;
  if (status === 401) return new Gone(token);
  if (status === 408 || status === 425 || status === 429 || status >= 500) {
    return new Later(Number(response.headers.get("Retry-After")) || 0);
  }
  return new Refused((body && body.message) || String(status));
}
