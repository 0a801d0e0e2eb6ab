"""A web ACL, which WAF deletes only for who has its newest lock."""

from moto.core.common_models import CloudFormationModel

from emulator import services
from emulator.base import Resource


class WebAcl(Resource, CloudFormationModel):
    """The API's model takes its rules or refuses them; nothing here applies them to a request."""

    @staticmethod
    def cloudformation_type() -> str:
        return "AWS::WAFv2::WebACL"

    @classmethod
    def create_from_cloudformation_json(cls, resource_name, cloudformation_json, account_id, region_name, **kwargs):
        properties = {"Name": resource_name, **cloudformation_json["Properties"]}
        summary = services.call("wafv2", region_name, "CreateWebACL", properties)["Summary"]
        made = cls(properties, "|".join([summary["Name"], summary["Id"], properties["Scope"]]), {})
        made.answer = {"Arn": summary["ARN"], "Id": summary["Id"]}
        return made

    @classmethod
    def update_from_cloudformation_json(
        cls, original_resource, new_resource_name, cloudformation_json, account_id, region_name
    ):
        before = original_resource
        properties = {"Name": before.properties["Name"], **cloudformation_json["Properties"]}
        services.call("wafv2", region_name, "UpdateWebACL", {**properties, **before.locked(region_name)})
        before.properties = properties
        return before

    def named(self) -> dict:
        return {"Name": self.properties["Name"], "Scope": self.properties["Scope"], "Id": self.answer["Id"]}

    def locked(self, region_name: str) -> dict:
        lock = services.call("wafv2", region_name, "GetWebACL", self.named())["LockToken"]
        return {**self.named(), "LockToken": lock}

    def read(self, region_name: str) -> None:
        services.call("wafv2", region_name, "GetWebACL", self.named())

    def delete(self, account_id: str, region_name: str) -> None:
        services.call("wafv2", region_name, "DeleteWebACL", self.locked(region_name))
