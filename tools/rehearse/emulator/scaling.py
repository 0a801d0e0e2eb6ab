"""Targets and policies of Application Auto Scaling, which CloudFormation names by three words in one."""

from moto.core.common_models import CloudFormationModel

from emulator import services
from emulator.base import Resource

SERVICE = "application-autoscaling"
WORDS = ("ResourceId", "ScalableDimension", "ServiceNamespace")


class ScalableTarget(Resource, CloudFormationModel):
    """What may be scaled, and between which bounds."""

    @staticmethod
    def cloudformation_type() -> str:
        return "AWS::ApplicationAutoScaling::ScalableTarget"

    @classmethod
    def create_from_cloudformation_json(cls, resource_name, cloudformation_json, account_id, region_name, **kwargs):
        properties = cloudformation_json["Properties"]
        services.call(SERVICE, region_name, "RegisterScalableTarget", properties)
        return cls(properties, "|".join(properties[word] for word in WORDS), {})

    @classmethod
    def update_from_cloudformation_json(
        cls, original_resource, new_resource_name, cloudformation_json, account_id, region_name
    ):
        return cls.create_from_cloudformation_json(new_resource_name, cloudformation_json, account_id, region_name)

    def read(self, region_name: str) -> None:
        parameters = {**self.properties, "ResourceIds": [self.properties["ResourceId"]]}
        if not services.call(SERVICE, region_name, "DescribeScalableTargets", parameters)["ScalableTargets"]:
            raise LookupError("there is no such target")

    def delete(self, account_id: str, region_name: str) -> None:
        services.call(SERVICE, region_name, "DeregisterScalableTarget", self.properties)


class ScalingPolicy(Resource, CloudFormationModel):
    """How a target is scaled."""

    @staticmethod
    def cloudformation_type() -> str:
        return "AWS::ApplicationAutoScaling::ScalingPolicy"

    @classmethod
    def create_from_cloudformation_json(cls, resource_name, cloudformation_json, account_id, region_name, **kwargs):
        properties = cloudformation_json["Properties"]
        target = dict(zip(WORDS, properties["ScalingTargetId"].split("|")))
        made = cls({**target, **properties}, resource_name, {})
        made.answer = services.call(SERVICE, region_name, "PutScalingPolicy", made.properties)
        made.physical_resource_id = made.answer["PolicyARN"]
        return made

    @classmethod
    def update_from_cloudformation_json(
        cls, original_resource, new_resource_name, cloudformation_json, account_id, region_name
    ):
        return cls.create_from_cloudformation_json(new_resource_name, cloudformation_json, account_id, region_name)

    def read(self, region_name: str) -> None:
        policies = services.call(SERVICE, region_name, "DescribeScalingPolicies", self.properties)["ScalingPolicies"]
        if self.physical_resource_id not in (policy["PolicyARN"] for policy in policies):
            raise LookupError("there is no such policy")

    def delete(self, account_id: str, region_name: str) -> None:
        services.call(SERVICE, region_name, "DeleteScalingPolicy", self.properties)
