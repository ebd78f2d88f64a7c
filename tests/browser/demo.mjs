// A demo server of one's own: a temporary folder, a free port, stopped and removed at the end.
import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";

const START_MS = 60_000;
const STOP_MS = 20_000;

function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer().once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

const isUp = (url) => fetch(`${url}/health`).then((answer) => answer.ok, () => false);

export class Demo {
  /** Starts the binary that CRM_COPILOT_BIN names, and waits until it is healthy. */
  static async start() {
    const binary = process.env.CRM_COPILOT_BIN;
    if (!binary) throw new Error("CRM_COPILOT_BIN has to name the crm-copilot binary");
    const folder = await mkdtemp(join(tmpdir(), "crm-copilot-browser-"));
    const port = await freePort();
    const env = { ...process.env, HOST: "127.0.0.1", PORT: String(port) };
    const child = spawn(binary, ["demo", "--data", folder], { env, stdio: ["ignore", "pipe", "pipe"] });
    const demo = new Demo(folder, child);
    const deadline = Date.now() + START_MS;
    while (!(await isUp(`http://127.0.0.1:${port}`))) {
      if (child.exitCode !== null || Date.now() > deadline) {
        await demo.stop();
        throw new Error(`the demo did not start:\n${demo.output}`);
      }
      await pause(50);
    }
    Object.assign(demo, JSON.parse(await readFile(join(folder, "demo.json"), "utf8")));
    return demo;
  }

  constructor(folder, child) {
    this.folder = folder;
    this.child = child;
    this.output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.on("data", (part) => { this.output += part; });
    }
  }

  async stop() {
    if (this.child.exitCode === null) {
      const ended = new Promise((resolve) => { this.child.once("exit", resolve); });
      this.child.kill("SIGTERM");
      const late = setTimeout(() => this.child.kill("SIGKILL"), STOP_MS);
      await ended;
      clearTimeout(late);
    }
    await rm(this.folder, { recursive: true, force: true });
  }

  /** What changed something in the sandbox CRMs, oldest first: `{method, path, status, body}`. */
  async writes() {
    const log = await fetch(this.sandbox_log).then((answer) => answer.json());
    const isRead = ({ method, path }) => {
      const address = path.split("?")[0];
      return method === "GET" || address.endsWith("/search") || address.endsWith("/batch/read");
    };
    return log.filter((request) => !isRead(request));
  }
}
