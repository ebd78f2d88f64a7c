// The program and the browser that the tests of a file share; each file runs in a process of its own.
import { after } from "node:test";
import { launch } from "./chat_page.mjs";
import { Demo } from "./demo.mjs";

export const demo = await Demo.start();
after(() => demo.stop());
export const browser = await launch();
after(() => browser.close());
