"""What schemathesis cannot know of a running club: how to sign in, and which ids and versions are real.

Generated ids lead nowhere, so three quarters of them are exchanged for ids of the same kind that exist, and an `If-Match` for the
version the thing has now. Which one is taken follows from the generated id alone: a run with the same seed is the same run.
"""

import os
import re
import zlib

import requests
import schemathesis

BASE = os.environ["PEREZVON_FUZZED"] + "/api/v1"
ID = re.compile(r"^([a-z]{3})_[0-9A-F][0-9A-HJKMNP-TV-Z]{12}$")
TAG = re.compile(r'^(W/)?"v[0-9]+"$')
LISTS = {
    "brn": "branches",
    "emp": "employees",
    "rol": "roles",
    "dic": "dictionaries",
    "res": "results",
    "tpl": "templates",
    "prc": "processes",
    "cli": "clients?limit=40",
    "tsk": "tasks?limit=60",
}


def sign_in():
    account = requests.get(f"{BASE}/setup", timeout=10).json()["demo_accounts"][0]
    body = {"email": account["email"], "password": account["password"]}
    # From another address than the generated requests, whose failures make theirs wait.
    answer = requests.post(f"{BASE}/sessions", json=body, headers={"X-Forwarded-For": "192.0.2.1"}, timeout=10)
    answer.raise_for_status()
    return answer.json()["access_token"]


def bearer(token):
    return {"Authorization": f"Bearer {token}"}


def real_ids():
    headers, ids = bearer(sign_in()), {}
    get = lambda path: requests.get(f"{BASE}/{path}", headers=headers, timeout=10).json()
    for kind, path in LISTS.items():
        ids[kind] = [thing["id"] for thing in get(path)["items"]]
    ids["tsk"] += [task["id"] for task in get("tasks?status=done&sort=-closed_at&limit=20")["items"]]
    ids["val"] = [value["id"] for id in ids["dic"][:4] for value in get(f"dictionaries/{id}")["values"]]
    ids["ver"] = [version["id"] for id in ids["prc"][:3] for version in get(f"processes/{id}/versions")["items"]]
    ids["chn"] = [chain["id"] for id in ids["cli"][:30] for chain in get(f"clients/{id}")["chains"]]
    return ids


IDS = real_ids()


def real(value):
    """The same value with most of its ids exchanged for real ones."""
    if isinstance(value, dict):
        return {name: real(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [real(inner) for inner in value]
    if isinstance(value, str) and (found := ID.match(value)):
        number, pool = zlib.crc32(value.encode()), IDS.get(found[1])
        return pool[number // 4 % len(pool)] if pool and number % 4 else value
    return value


@schemathesis.auth(refresh_interval=240)
class Owner:
    """The owner's token: he may do everything, so that rights keep nothing from being tried."""

    def get(self, case, context):
        return sign_in()

    def set(self, case, token, context):
        case.headers = case.headers or {}
        case.headers.update(bearer(token))


@schemathesis.hook
def before_call(context, case, kwargs):
    case.path_parameters = real(dict(case.path_parameters or {}))
    if isinstance(case.query, dict):
        case.query = real(case.query)
    case.body = real(case.body)
    tag = (case.headers or {}).get("If-Match")
    if isinstance(tag, str) and TAG.match(tag) and zlib.crc32(tag.encode()) % 4 and case.headers.get("Authorization"):
        path = case.formatted_path.replace("/order", "")
        seen = requests.get(BASE.removesuffix("/api/v1") + path, headers={"Authorization": case.headers["Authorization"]}, timeout=10)
        case.headers["If-Match"] = seen.headers.get("ETag", tag)
