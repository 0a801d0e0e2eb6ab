"""Runs moto's server on the loopback address, with what this folder adds to its CloudFormation.

Usage: python -m emulator.server PORT

Two paths more than moto's own:
GET  /rehearsal/resources  every resource of every stack: its type, who made it, and whether its service knows it
POST /rehearsal/call       {service, region, operation, parameters}: one call of an AWS API of this server
"""

import json
import sys

from botocore.exceptions import BotoCoreError, ClientError
from moto.moto_server.werkzeug_app import (
    DomainDispatcherApplication,
    MotoRequestHandler,
    create_backend_app,
)
from werkzeug.serving import run_simple

from emulator import cloudformation, inventory, services


def main(port: int) -> None:
    services.use_port(port)
    cloudformation.extend()
    moto = DomainDispatcherApplication(create_backend_app)

    def app(environ, start_response):
        path = environ.get("PATH_INFO", "")
        if not path.startswith("/rehearsal/"):
            return moto(environ, start_response)
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        status, answer = answer_of(path, body)
        start_response(status, [("content-type", "application/json")])
        return [json.dumps(answer, default=str).encode()]

    run_simple("127.0.0.1", port, app, threaded=True, request_handler=MotoRequestHandler)


def answer_of(path: str, body: bytes):
    try:
        if path == "/rehearsal/resources":
            return "200 OK", inventory.resources()
        call = json.loads(body)
        answer = services.call(call["service"], call["region"], call["operation"], call["parameters"])
        return "200 OK", {"answer": answer}
    except ClientError as error:
        return "200 OK", {"error": error.response["Error"]["Code"], "message": str(error)}
    except BotoCoreError as error:
        return "200 OK", {"error": type(error).__name__, "message": str(error)}


if __name__ == "__main__":
    main(int(sys.argv[1]))
