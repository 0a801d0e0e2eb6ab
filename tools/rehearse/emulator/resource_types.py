"""Resource types that this server makes besides moto's own, through their services' APIs, as types.json says."""

import json
import logging
from functools import lru_cache
from pathlib import Path

from botocore.exceptions import BotoCoreError, ClientError
from moto.cloudformation.exceptions import ValidationError
from moto.core.common_models import CloudFormationModel

from emulator import services
from emulator.base import AcceptedOnly, Resource, find
from emulator.special import SPECIAL

log = logging.getLogger("rehearsal")

TYPES = json.loads(Path(__file__).with_name("types.json").read_text())


@lru_cache
def added(resource_type: str):
    """The class of a type that this folder makes, or None."""
    if resource_type in SPECIAL:
        return SPECIAL[resource_type]
    how = TYPES.get(resource_type, {})
    if "create" not in how:
        return None
    members = {"how": how, "cloudformation_type": staticmethod(lambda: resource_type)}
    return type(resource_type.replace(":", ""), (ServiceResource, CloudFormationModel), members)


class ServiceResource(Resource):
    """A resource that one call of its service makes."""

    how: dict

    @classmethod
    def create_from_cloudformation_json(cls, resource_name, cloudformation_json, account_id, region_name, **kwargs):
        properties = cls.renamed(cloudformation_json.get("Properties", {}), resource_name)
        service, create = cls.how["service"], cls.how["create"]
        resource_type = cls.cloudformation_type()
        for name in sorted(set(services.unknown_names(services.input_shape(service, create), properties))):
            if name not in cls.how.get("rename", {}).values():
                log.warning("left out: %s %s", resource_type, name)
        try:
            answer = services.call(service, region_name, create, properties)
        except (ClientError, BotoCoreError) as error:
            if is_unknown_operation(error):
                log.warning("not made: %s, as moto has no %s", resource_type, create)
                return AcceptedOnly.create_from_cloudformation_json(
                    resource_name, cloudformation_json, account_id, region_name
                )
            raise ValidationError(message=f"{resource_type} {kwargs.get('LogicalId', '')}: {error}") from error
        physical_id = find(answer, [cls.how["id"]]) or properties.get(cls.how["id"]) or resource_name
        return cls(properties, str(physical_id), {"answer": answer, "properties": properties})

    @classmethod
    def renamed(cls, properties: dict, resource_name: str) -> dict:
        """The properties under the names that the API gives them, with a name where the template leaves it to CloudFormation."""
        renamed = {cls.how.get("rename", {}).get(name, name): value for name, value in properties.items()}
        name = cls.how.get("name")
        return {name: resource_name, **renamed} if name else renamed

    @classmethod
    def update_from_cloudformation_json(
        cls, original_resource, new_resource_name, cloudformation_json, account_id, region_name
    ):
        if isinstance(original_resource, AcceptedOnly):
            return original_resource
        before = original_resource
        properties = cls.renamed(cloudformation_json.get("Properties", {}), before.physical_resource_id)
        update = cls.how.get("update")
        if update is None:
            before.delete(account_id, region_name)
            return cls.create_from_cloudformation_json(
                before.physical_resource_id, cloudformation_json, account_id, region_name
            )
        services.call(cls.how["service"], region_name, update, {**properties, **before.key(update)})
        before.properties = properties
        return before

    def key(self, operation: str) -> dict:
        """What names this resource to an operation: what it requires, from the properties or else the physical id."""
        required = services.input_shape(self.how["service"], operation).required_members
        id_name = self.how.get("key", self.how["id"])
        others = {name: self.properties[name] for name in required if name in self.properties}
        return {**others, id_name: self.physical_resource_id}

    def read(self, region_name: str) -> None:
        """Asks the service for this resource. Raises ClientError where it isn't there."""
        operation = self.how["read"]
        answer = services.call(self.how["service"], region_name, operation, self.key(operation))
        if not any(answer.values()):
            raise LookupError(f"{operation} answers nothing")

    def delete(self, account_id: str, region_name: str) -> None:
        operation = self.how["delete"]
        try:
            services.call(self.how["service"], region_name, operation, self.key(operation))
        except ClientError as error:
            # What a parent took along is gone already.
            if "NotFound" not in error.response["Error"]["Code"]:
                raise


def is_unknown_operation(error: Exception) -> bool:
    response = getattr(error, "response", {})
    status = response.get("ResponseMetadata", {}).get("HTTPStatusCode")
    return status in (404, 405, 500, 501) and "NotFound" not in response.get("Error", {}).get("Code", "")
