"""What Groundswell's templates need of CloudFormation and moto's lacks, added to moto before it serves."""

import json
import logging

from moto.cloudformation import models, parsing, responses
from moto.cloudformation.exceptions import ValidationError
from moto.core.responses import ActionResult

from emulator import resource_types

log = logging.getLogger("rehearsal")

_class_of_type = parsing.resource_class_from_type
_clean = parsing.clean_json
_update_resource = parsing.parse_and_update_resource
_parse_template = models.Stack.parse_template
_apply = models.ChangeSet.apply
_delete_stack = models.CloudFormationBackend.delete_stack


def extend() -> None:
    parsing.resource_class_from_type = class_of_type
    parsing.clean_json = clean
    parsing.parse_and_update_resource = update_resource
    models.Stack.parse_template = staticmethod(parse_template)
    models.ChangeSet._parse_template = parse_change_set
    models.ChangeSet.apply = apply
    models.CloudFormationBackend.delete_stack = delete_stack
    responses.CloudFormationResponse.update_termination_protection = update_termination_protection


def class_of_type(resource_type: str):
    """Types that moto's CloudFormation makes are left to it, so that each newer moto takes more off this folder."""
    added = resource_types.added(resource_type)
    if added:
        return added
    if not resource_type.startswith("Custom::") and resource_type in parsing.get_model_map():
        return _class_of_type(resource_type)
    return resource_types.AcceptedOnly


def clean(value, resources_map):
    """Resolves Fn::GetStackOutput, which reads another stack's output, in whichever region it is."""
    if not (isinstance(value, dict) and "Fn::GetStackOutput" in value):
        return _clean(value, resources_map)
    wanted = parsing.clean_json(value["Fn::GetStackOutput"], resources_map)
    region = wanted.get("Region") or resources_map["AWS::Region"]
    for stack in models.cloudformation_backends[resources_map["AWS::AccountId"]][region].stacks.values():
        if stack.name == wanted["StackName"]:
            for output in stack.output_map.values():
                if output and output.key == wanted["OutputName"]:
                    return output.value
    raise ValidationError(message=f"No output {wanted['OutputName']} of {wanted['StackName']} in {region}")


def update_resource(logical_id, resource_json, resources_map, account_id, region_name):
    """moto forgets a resource whose type it can't update; this keeps it as it was, and says so."""
    before = resources_map[logical_id]
    updated = _update_resource(logical_id, resource_json, resources_map, account_id, region_name)
    if updated is None:
        log.warning("not updated: %s", resource_json["Type"])
    return updated if updated is not None else before


def parse_template(template: str):
    """The CDK's templates are JSON, which moto would read as YAML, a hundred times slower."""
    try:
        return json.loads(template)
    except ValueError:
        return _parse_template(template)


def parse_change_set(change_set) -> None:
    change_set.template_dict = parse_template(change_set.template)


def apply(change_set) -> None:
    """moto forgets the outputs of a stack that a change set made."""
    _apply(change_set)
    stack = change_set.stack
    stack.template, stack.template_dict = change_set.template, change_set.template_dict
    stack.output_map = stack._create_output_map()


def delete_stack(backend, name_or_stack_id: str) -> None:
    for stack in backend.stacks.values():
        if name_or_stack_id in (stack.name, stack.stack_id) and stack.enable_termination_protection:
            raise ValidationError(
                message=f"Stack [{stack.name}] cannot be deleted while TerminationProtection is enabled"
            )
    _delete_stack(backend, name_or_stack_id)


def update_termination_protection(response) -> ActionResult:
    stack = response.cloudformation_backend.get_stack(response._get_param("StackName"))
    enabled = response._get_param("EnableTerminationProtection")
    stack.enable_termination_protection = str(enabled).lower() == "true"
    return ActionResult({"StackId": stack.stack_id})
