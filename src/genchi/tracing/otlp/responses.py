"""What a receiver answers: an `ExportTraceServiceResponse`, or a `google.rpc.Status`.

https://opentelemetry.io/docs/specs/otlp/#otlphttp-response
"""

from __future__ import annotations

from genchi.records import Json, to_json
from genchi.tracing.otlp.encoding import delimited, utf8, varint
from genchi.tracing.otlp.incoming import Encoding


def response(rejected: int, message: str, encoding: Encoding) -> bytes:
    """The answer to a body that was taken; it says what was not only where there is something.

    >>> response(0, "", "json"), response(2, "no start time", "json").decode()
    (b'{}', '{"partialSuccess":{"errorMessage":"no start time","rejectedSpans":"2"}}')
    """
    if encoding == "json":
        said: dict[str, Json] = {"rejectedSpans": str(rejected)} if rejected else {}
        if message:
            said["errorMessage"] = message
        return to_json({"partialSuccess": said} if said else {})
    partial = b"\x08" + varint(rejected) if rejected else b""
    if message:
        partial += delimited(b"\x12", utf8(message))
    return delimited(b"\x0a", partial) if partial else b""


def failure(message: str, encoding: Encoding) -> bytes:
    """The answer to a body that was not taken.

    >>> failure("the body is not JSON", "json")
    b'{"message":"the body is not JSON"}'
    """
    if encoding == "json":
        return to_json({"message": message})
    return delimited(b"\x12", utf8(message))
