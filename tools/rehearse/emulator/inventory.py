"""What this server holds after a deployment, each resource asked for at its own service."""

from botocore.exceptions import BotoCoreError, ClientError
from moto.cloudformation.models import cloudformation_backends
from moto.core.common_models import CloudFormationModel

from emulator import services
from emulator.resource_types import TYPES


def resources() -> list[dict]:
    rows = []
    for account in list(cloudformation_backends):
        for region, backend in list(cloudformation_backends[account].items()):
            for stack in list(backend.stacks.values()):
                for logical_id, declared in stack.template_dict.get("Resources", {}).items():
                    resource = stack.resource_map._parsed_resources.get(logical_id)
                    if resource is None and "Condition" in declared:
                        continue
                    rows.append(row(stack.name, region, logical_id, declared, resource))
    return rows


def row(stack: str, region: str, logical_id: str, declared: dict, resource) -> dict:
    resource_type = declared["Type"]
    is_there = isinstance(resource, CloudFormationModel)
    made_by = getattr(resource, "made_by", "moto")
    return {
        "stack": stack,
        "region": region,
        "logicalId": logical_id,
        "type": resource_type,
        "physicalId": getattr(resource, "physical_resource_id", None),
        "retained": declared.get("DeletionPolicy") == "Retain",
        "madeBy": made_by,
        "found": is_found(is_there, made_by, resource_type, region, resource),
    }


def is_found(is_there: bool, made_by: str, resource_type: str, region: str, resource):
    """Even what is only accepted leaves something in its stack; what left nothing was lost on the way."""
    if not is_there:
        return False
    return None if made_by == "nobody" else ask(resource_type, region, resource)


def ask(resource_type: str, region: str, resource):
    """Whether the service knows the resource; None where nothing here knows how to ask."""
    how = TYPES.get(resource_type, {})
    try:
        if hasattr(resource, "read"):
            resource.read(region)
        elif "read" in how:
            parameters = {**how.get("ask", {}), how["id"]: resource.physical_resource_id}
            answer = services.call(how["service"], region, how["read"], parameters)
            if not any(answer.values()) and how["read"] != "HeadBucket":
                return False
        else:
            return None
        return True
    except (ClientError, BotoCoreError, LookupError):
        return False
