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
    """A resource that one call of its service makes, as its entry in types.json says.

    service, create, read, update, delete: the API and its operations. Without update it is made anew; without delete it stays.
    id: the word for what names it, in what create answers and in what the other operations take.
    key, readKey: the operations', or read's, own word for that, where it is another.
    with: properties that name it too, besides those that the API requires.
    name: the property that gets a name made up where the template gives none.
    rename, omit, wrap: properties under another name, left out, or put into one.
    attributes: what Fn::GetAtt calls otherwise than the answer does.
    """

    how: dict

    @classmethod
    def create_from_cloudformation_json(cls, resource_name, cloudformation_json, account_id, region_name, **kwargs):
        properties = cls.renamed(cloudformation_json.get("Properties", {}), resource_name)
        for name in cls.how.get("omit", []):
            if properties.pop(name, None) is not None:
                log.warning("left out: %s %s", cls.cloudformation_type(), name)
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
        names = (cls.how["id"], cls.how.get("name"))
        given = next((properties[name] for name in names if name in properties), resource_name)
        physical_id = find(answer, [cls.how["id"]]) or given
        return cls(properties, str(physical_id), {"answer": answer, "properties": properties})

    @classmethod
    def renamed(cls, properties: dict, resource_name: str) -> dict:
        """The properties under the names that the API gives them, with a name where the template leaves it to CloudFormation."""
        renamed = {cls.how.get("rename", {}).get(name, name): value for name, value in properties.items()}
        if "wrap" in cls.how:
            return {cls.how["wrap"]: renamed}
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
        id_name = self.how.get("key", self.how["id"])
        if operation == self.how["read"]:
            id_name = self.how.get("readKey", id_name)
        required = services.input_shape(self.how["service"], operation).required_members
        wanted = {name.lower() for name in (*required, *self.how.get("with", []))} - {id_name.lower()}
        others = {name: value for name, value in self.properties.items() if name.lower() in wanted}
        return {**others, id_name: self.physical_resource_id}

    def get_cfn_attribute(self, attribute_name: str):
        return super().get_cfn_attribute(self.how.get("attributes", {}).get(attribute_name, attribute_name))

    def read(self, region_name: str) -> None:
        """Asks the service for this resource. Raises ClientError where it isn't there."""
        operation = self.how["read"]
        answer = services.call(self.how["service"], region_name, operation, self.key(operation))
        if not any(answer.values()):
            raise LookupError(f"{operation} answers nothing")

    def delete(self, account_id: str, region_name: str) -> None:
        operation = self.how.get("delete")
        if operation is None:
            log.warning("not deleted: %s, as moto has no call for it", self.cloudformation_type())
            return
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
