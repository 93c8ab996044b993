"""What schemathesis cannot know of this API: how a body is read, and that a refusal comes with HTTP 200 and a code."""

import json
import re

import schemathesis
from schemathesis.specs.openapi.checks import negative_data_rejection

REQUEST_ID = re.compile("[A-Za-z0-9._-]{1,64}")
# An id that breaks its rule is replaced, DB-Name means nothing if the body names a database, and other headers ("") are free.
FREE_HEADERS = {"x-request-id", "db-name", ""}


@schemathesis.serializer(
    "text/json", "text/plain", "text/xml", "application/xml", "application/octet-stream",
    "text/yaml", "text/x-yaml", "text/vnd.yaml", "text/yml", "application/yaml", "application/x-yaml",
    "application/x-www-form-urlencoded", "multipart/form-data", "multipart/mixed",
)
def any_type_is_read_as_json(ctx, value):
    value = ctx.case.body  # of a form, the given value has text in place of numbers and booleans
    if isinstance(value, bytes):
        return value
    return (value if isinstance(value, str) else json.dumps(value)).encode()


def code_of(response):
    body = response.json()
    assert isinstance(body, dict) and type(body.get("code")) is int, "the answer has no code"
    return body["code"]


@schemathesis.check
def envelope_conformance(ctx, response, case):
    """Either HTTP 200 with code 0 and data, or another code and a message."""
    code, fields = code_of(response), response.json().keys() - {"code"}
    if code == 0:
        assert response.status_code == 200, "code 0 without HTTP 200"
        assert "data" in fields and "message" not in fields, "a success without data, or with a message"
    else:
        assert fields == {"message"}, f"a failure with {fields}"


@schemathesis.check
def request_id_conformance(ctx, response, case):
    """An id that keeps its rule comes back, any other is replaced."""
    seen = response.headers.get("x-request-id") or []
    assert len(seen) == 1 and REQUEST_ID.fullmatch(seen[0]), f"X-Request-Id {seen}"
    sent = {name.lower(): value for name, value in (case.headers or {}).items()}.get("x-request-id")
    if isinstance(sent, str) and REQUEST_ID.fullmatch(sent):
        assert seen == [sent], f"sent X-Request-Id {sent}, got {seen}"


@schemathesis.check
def positive_data_is_understood(ctx, response, case):
    """What keeps the contract is never called malformed or incomplete. (As text it cannot be described, so it may be.)"""
    if case.meta and case.meta.generation.mode.is_positive and case.media_type != "text/plain":
        assert response.status_code != 200 or code_of(response) not in (1801, 1802), response.text


@schemathesis.check
def negative_data_is_refused(ctx, response, case):
    """What breaks the contract is refused, by its status or by its code."""
    if response.status_code != 200 or code_of(response) != 0 or case.media_type == "text/plain":
        return None
    if any(name.lower() == "request-timeout" and value == "" for name, value in (case.headers or {}).items()):
        return None  # as if it were not there
    meta = case.meta
    if meta and not any(info.mode.is_negative for place, info in meta.components.items() if place.name == "BODY"):
        broken = {meta.phase.data.parameter} | {mutation.parameter for mutation in meta.phase.data.mutations}
        if all((name or "").lower() in FREE_HEADERS for name in broken):
            return None
    return negative_data_rejection(ctx, response, case)
