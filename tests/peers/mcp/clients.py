"""Python's mcp client and the MCP Inspector against a running demo: what a user of either sees."""
import asyncio
import json
import os
import subprocess
import urllib.error
import urllib.request

from mcp import Client
from mcp.client.streamable_http import create_mcp_http_client, streamable_http_client

DEMO = json.load(open(os.environ["DEMO_JSON"]))
URL = DEMO["url"] + "/mcp"


def check(what, holds, seen=None):
    if not holds:
        raise SystemExit(f"FAILED: {what}" + (f"; seen: {seen}" if seen is not None else ""))
    print("ok:", what)


def sandbox_writes():
    with urllib.request.urlopen(DEMO["sandbox_log"]) as answer:
        log = json.load(answer)
    reads = ("/search", "/free-slots")
    return [r for r in log if r["method"] != "GET" and not r["path"].split("?")[0].endswith(reads)]


def stranger():
    for headers in ({}, {"Authorization": "Bearer cct_nobody"}, {"Cookie": "crm_copilot_session=x"}):
        body = json.dumps({"jsonrpc": "2.0", "id": 1, "method": "tools/list"}).encode()
        head = {"Content-Type": "application/json", "Accept": "application/json, text/event-stream", **headers}
        try:
            urllib.request.urlopen(urllib.request.Request(URL, body, head))
            status = 200
        except urllib.error.HTTPError as error:
            status = error.code
            check("401 names the scheme", "Bearer" in error.headers.get("WWW-Authenticate", ""))
        check(f"without a good token ({sorted(headers)}) it is 401", status == 401, status)


async def python_client(mode):
    http = create_mcp_http_client(headers={"Authorization": f"Bearer {DEMO['token']}"})
    async with Client(streamable_http_client(URL, http_client=http), mode=mode) as client:
        listed = (await client.list_tools()).tools
        names = {tool.name for tool in listed}
        check(f"[{mode}] the tools are listed", {"search_contacts", "create_contact", "send_sms"} <= names, names)
        found = await client.call_tool("search_contacts", {"query": "john"})
        records = found.structured_content["data"]["records"]
        check(f"[{mode}] searching finds the three Johns", len(records) == 3, found.structured_content)
        chosen = await client.call_tool("send_sms", {"contact": "john", "message": "running late"})
        check(f"[{mode}] several Johns are a choice", chosen.structured_content["outcome"] == "choose", chosen)
        before = len(sandbox_writes())
        args = {"contact": records[0]["id"], "message": "running late"}
        shown = await client.call_tool("send_sms", args)
        check(f"[{mode}] a message is shown first", shown.structured_content["outcome"] == "confirm", shown)
        check(f"[{mode}] nothing was sent yet", len(sandbox_writes()) == before)
        token = shown.structured_content["planToken"]
        sent = await client.call_tool("send_sms", {"plan_token": token})
        check(f"[{mode}] the plan token sends it", sent.structured_content["outcome"] == "done", sent)
        again = await client.call_tool("send_sms", {"plan_token": token})
        check(f"[{mode}] a used token sends nothing", again.is_error, again)
        check(f"[{mode}] exactly one message left", len(sandbox_writes()) == before + 1, sandbox_writes()[before:])
        wrong = await client.call_tool("search_contacts", {"limit": 900, "userId": "x"})
        text = wrong.content[0].text
        check(f"[{mode}] wrong arguments are named", wrong.is_error and "limit" in text and "userId" in text, text)


def inspector(*args):
    command = [os.environ["INSPECTOR_NODE"], os.environ["INSPECTOR"], "--cli", URL, "--transport", "http", *args]
    return subprocess.run(command, capture_output=True, text=True, timeout=120)


def inspector_client():
    bearer = ("--header", f"Authorization: Bearer {DEMO['token']}")
    listed = inspector("--method", "tools/list", "--strict", *bearer)
    check("the Inspector lists the tools and finds no fault in them", listed.returncode == 0, listed.stdout[-2000:] + listed.stderr)
    check("search_contacts is among them", '"search_contacts"' in listed.stdout)
    called = inspector("--method", "tools/call", "--tool-name", "search_contacts", "--tool-arg", "query=john", *bearer)
    check("the Inspector calls a tool", called.returncode == 0 and "John" in called.stdout, called.stdout + called.stderr)
    refused = inspector("--method", "tools/list")
    check("the Inspector without a token is refused", refused.returncode != 0, refused.stdout)


stranger()
for mode in ("auto", "legacy"):
    asyncio.run(python_client(mode))
inspector_client()
