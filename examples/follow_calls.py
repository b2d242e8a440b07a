"""Prints the changes of calls as lines of JSON, and continues after the last one when it is started again.

The last line is printed again where the program is ended before it stores that line's cursor.

    CROSSPOINT_KEY=cpk_… python3 follow_calls.py

It needs nothing but Python 3.9: subscriptions come as server-sent events over HTTP. CROSSPOINT_URL names another gateway, and
CURSOR_FILE the file that holds the last cursor.
"""

import json
import os
import sys
import time
import urllib.error
import urllib.request

URL = os.environ.get("CROSSPOINT_URL", "http://localhost:4000/graphql")
CURSOR_FILE = os.environ.get("CURSOR_FILE", "calls.cursor")
QUERY = """subscription ($after: Cursor) {
  callChanged(after: $after) { cursor type occurredAt call { id state from to agent { name } } }
}"""


def last_cursor():
    try:
        with open(CURSOR_FILE, encoding="utf-8") as file:
            return file.read() or None
    except FileNotFoundError:
        return None


def store_cursor(cursor):
    """Replaces the file at once, so that a crash leaves the former cursor or the new one."""
    with open(CURSOR_FILE + ".new", "w", encoding="utf-8") as file:
        file.write(cursor)
    os.replace(CURSOR_FILE + ".new", CURSOR_FILE)


def request(after):
    headers = {"content-type": "application/json", "accept": "text/event-stream"}
    if "CROSSPOINT_KEY" in os.environ:
        headers["authorization"] = "Bearer " + os.environ["CROSSPOINT_KEY"]
    body = json.dumps({"query": QUERY, "variables": {"after": after}}).encode()
    return urllib.request.Request(URL, data=body, headers=headers)


def results(stream):
    """The results of a subscription: the data of each event named next."""
    event = data = None
    for raw in stream:
        line = raw.decode().rstrip("\n")
        if line.startswith("event:"):
            event = line[6:].strip()
        elif line.startswith("data:"):
            data = line[5:].strip()
        elif line == "":
            if event == "complete":
                return
            if event == "next" and data:
                yield json.loads(data)
            event = data = None


def follow():
    with urllib.request.urlopen(request(last_cursor()), timeout=60) as stream:
        for result in results(stream):
            if result.get("errors"):
                sys.exit(json.dumps(result["errors"]))
            change = result["data"]["callChanged"]
            print(json.dumps(change), flush=True)
            store_cursor(change["cursor"])


def main():
    while True:
        try:
            follow()
        except urllib.error.HTTPError as error:
            if error.code not in (429, 503):
                sys.exit(f"{error.code} {error.read().decode()}")
        except OSError as error:
            print(f"connecting again: {error}", file=sys.stderr)
        time.sleep(2)


main()
