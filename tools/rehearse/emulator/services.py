"""Calls of this server's own AWS APIs, with parameters brought into the shape that botocore's model of the API names."""

import json
from functools import lru_cache

import boto3
from botocore.config import Config

_port = 0


def use_port(port: int) -> None:
    global _port
    _port = port


@lru_cache
def client(service: str, region: str):
    return boto3.client(
        service,
        region_name=region,
        endpoint_url=f"http://127.0.0.1:{_port}",
        aws_access_key_id="rehearsal",
        aws_secret_access_key="rehearsal",
        config=Config(retries={"total_max_attempts": 1}, s3={"addressing_style": "path"}),
    )


def input_shape(service: str, operation: str):
    """The shape of an operation's input, by the operation's name in the API, say DescribeTable."""
    return client(service, "us-east-1").meta.service_model.operation_model(operation).input_shape


def call(service: str, region: str, operation: str, parameters: dict) -> dict:
    """Calls an operation; what its input doesn't know is left out."""
    of_service = client(service, region)
    methods = {api: method for method, api in of_service.meta.method_to_api_mapping.items()}
    shaped = in_shape(input_shape(service, operation), parameters)
    answer = getattr(of_service, methods[operation])(**shaped)
    answer.pop("ResponseMetadata", None)
    return answer


def in_shape(shape, value):
    """A template's value as an API takes it: the API's letter case, counted lists, tags as a list or as a map, policies as text."""
    kind = shape.type_name
    if kind == "structure":
        if isinstance(value, list) and "Quantity" in shape.members:
            return {"Quantity": len(value), "Items": in_shape(shape.members["Items"], value)}
        names = names_of(shape)
        known = [(names[key.lower()], item) for key, item in value.items() if key.lower() in names]
        return {name: in_shape(shape.members[name], item) for name, item in known}
    if kind == "list":
        if isinstance(value, dict):
            value = [{"Key": key, "Value": item} for key, item in value.items()]
        elif not isinstance(value, list):
            value = [value]
        return [in_shape(shape.member, item) for item in value]
    if kind == "map":
        if isinstance(value, list):
            value = {item["Key"]: item["Value"] for item in value}
        return {key: in_shape(shape.value, item) for key, item in value.items()}
    if kind == "string":
        if isinstance(value, bool):
            return str(value).lower()
        return value if isinstance(value, str) else json.dumps(value)
    if kind in ("integer", "long"):
        return int(value)
    if kind in ("float", "double"):
        return float(value)
    if kind == "boolean":
        return str(value).lower() == "true"
    return value


def names_of(shape) -> dict:
    """A structure's names by their small letters; some services write the TagKey where templates write the Key."""
    return {name.lower(): name for name in shape.members} | {
        name.lower().removeprefix("tag"): name for name in ("TagKey", "TagValue") if name in shape.members
    }


def unknown_names(shape, value, path=""):
    """The names in a template's value that the API's shape doesn't have, as dotted paths."""
    if shape.type_name == "structure" and isinstance(value, dict):
        names = names_of(shape)
        for key, item in value.items():
            here = f"{path}.{key}" if path else key
            if key.lower() in names:
                yield from unknown_names(shape.members[names[key.lower()]], item, here)
            else:
                yield here
    elif shape.type_name == "list" and isinstance(value, list):
        for item in value:
            yield from unknown_names(shape.member, item, path)
