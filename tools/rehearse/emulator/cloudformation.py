"""What Groundswell's templates need of CloudFormation and moto's lacks, added to moto before it serves."""

import json
import logging

from moto.cloudformation import models, parsing, responses
from moto.cloudformation.exceptions import CloudFormationError, ValidationError
from moto.core.exceptions import ServiceException
from moto.core.responses import ActionResult

from emulator import resource_types

log = logging.getLogger("rehearsal")

_class_of_type = parsing.resource_class_from_type
_clean = parsing.clean_json
_update_resource = parsing.parse_and_update_resource
_parse_template = models.Stack.parse_template
_parse_ssm_parameter = parsing.ResourceMap.parse_ssm_parameter
_apply = models.ChangeSet.apply
_describe_change_set = models.CloudFormationBackend.describe_change_set
_delete_change_set = models.CloudFormationBackend.delete_change_set
_get_param = responses.CloudFormationResponse._get_param
_delete_stack = models.CloudFormationBackend.delete_stack


def extend() -> None:
    parsing.resource_class_from_type = class_of_type
    parsing.clean_json = clean
    parsing.parse_and_update_resource = update_resource
    parsing.ResourceMap.parse_ssm_parameter = parse_ssm_parameter
    models.Stack.parse_template = staticmethod(parse_template)
    models.ChangeSet._parse_template = parse_change_set
    models.ChangeSet.apply = apply
    models.CloudFormationBackend.describe_change_set = describe_change_set
    models.CloudFormationBackend.delete_change_set = delete_change_set
    responses.CloudFormationResponse._get_param = get_param
    models.CloudFormationBackend.delete_stack = delete_stack
    responses.CloudFormationResponse.update_termination_protection = update_termination_protection


def class_of_type(resource_type: str):
    """What this folder makes is its own even where moto's CloudFormation has a part of it; all else is left to moto, or accepted."""
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


def parse_ssm_parameter(resources_map, value: str, value_type: str):
    """At an update with the previous value, moto gives the parameter's value where its name should be."""
    return _parse_ssm_parameter(resources_map, value, value_type) if value.startswith("/") else value


def parse_template(template: str):
    """The CDK's templates are JSON, which moto would read as YAML, a hundred times slower."""
    try:
        return json.loads(template)
    except ValueError:
        return _parse_template(template)


def parse_change_set(change_set) -> None:
    change_set.template_dict = parse_template(change_set.template)


def apply(change_set) -> None:
    """moto forgets the outputs of a stack that a change set made, and fails so that the CLI tries again and finds all well."""
    try:
        _apply(change_set)
    except ServiceException:
        raise
    except Exception as error:
        raise ValidationError(message=f"{type(error).__name__}: {error}") from error
    stack = change_set.stack
    stack.template, stack.template_dict = change_set.template, change_set.template_dict
    stack.output_map = stack._create_output_map()


def get_param(response, name: str, if_none=None):
    """moto takes a change set's name for its own in every stack; the CDK gives all stacks' change sets the same one."""
    value = _get_param(response, name, if_none)
    if name != "ChangeSetName" or response._get_action() == "CreateChangeSet":
        return value
    stack = _get_param(response, "StackName")
    ids = [
        change_set_id
        for change_set_id, change_set in response.cloudformation_backend.change_sets.items()
        if value in (change_set_id, change_set.change_set_name) and stack in (None, change_set.stack_name, change_set.stack_id)
    ]
    return ids[-1] if ids else f"{stack}/{value}"


class ChangeSetNotFound(CloudFormationError):
    code = "ChangeSetNotFound"


def describe_change_set(backend, change_set_name: str):
    """The CDK waits for this error's code when it has deleted a change set."""
    if change_set_name not in backend.change_sets:
        raise ChangeSetNotFound(f"ChangeSet [{change_set_name}] does not exist")
    return _describe_change_set(backend, change_set_name)


def delete_change_set(backend, change_set_name: str) -> None:
    """One that isn't there is no error."""
    if change_set_name in backend.change_sets:
        _delete_change_set(backend, change_set_name)


def delete_stack(backend, name_or_stack_id: str) -> None:
    for stack in backend.stacks.values():
        if name_or_stack_id in (stack.name, stack.stack_id) and stack.enable_termination_protection:
            raise ValidationError(
                message=f"Stack [{stack.name}] cannot be deleted while TerminationProtection is enabled"
            )
    try:
        _delete_stack(backend, name_or_stack_id)
    except Exception as error:
        raise ValidationError(message=f"{type(error).__name__}: {error}") from error


def update_termination_protection(response) -> ActionResult:
    stack = response.cloudformation_backend.get_stack(response._get_param("StackName"))
    enabled = response._get_param("EnableTerminationProtection")
    stack.enable_termination_protection = str(enabled).lower() == "true"
    return ActionResult({"StackId": stack.stack_id})
