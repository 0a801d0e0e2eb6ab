"""The types that take more than one call of one service; the longer ones have files of their own."""

import json

from botocore.exceptions import ClientError
from moto.core.common_models import CloudFormationModel

from emulator import services
from emulator.base import Resource
from emulator.record_set import RecordSet
from emulator.scaling import ScalableTarget, ScalingPolicy
from emulator.web_acl import WebAcl


class GlobalTable(Resource, CloudFormationModel):
    """A table of its own in each replica's region, with the same name, keys and stream. Nothing is replicated between them."""

    @staticmethod
    def cloudformation_type() -> str:
        return "AWS::DynamoDB::GlobalTable"

    @classmethod
    def create_from_cloudformation_json(cls, resource_name, cloudformation_json, account_id, region_name, **kwargs):
        properties = cloudformation_json["Properties"]
        name = properties.get("TableName", resource_name)
        made = cls(properties, name, {})
        for replica in properties["Replicas"]:
            made.make(replica, region_name)
        return made

    def make(self, replica: dict, home: str) -> None:
        region, name = replica["Region"], self.physical_resource_id
        of_replica = {**self.properties, **replica, "TableName": name}
        of_replica["StreamSpecification"] = {"StreamEnabled": True, **self.properties["StreamSpecification"]}
        answer = services.call("dynamodb", region, "CreateTable", of_replica)["TableDescription"]
        if "TimeToLiveSpecification" in self.properties:
            services.call("dynamodb", region, "UpdateTimeToLive", of_replica)
        services.call("dynamodb", region, "UpdateContinuousBackups", of_replica)
        if region == home:
            self.answer = {
                "Arn": answer["TableArn"],
                "StreamArn": answer["LatestStreamArn"],
                "TableId": answer.get("TableId", name),
            }

    @classmethod
    def update_from_cloudformation_json(
        cls, original_resource, new_resource_name, cloudformation_json, account_id, region_name
    ):
        before = original_resource
        had = {replica["Region"] for replica in before.properties["Replicas"]}
        before.properties = cloudformation_json["Properties"]
        for replica in before.properties["Replicas"]:
            if replica["Region"] not in had:
                before.make(replica, region_name)
            before.protect(replica)
        return before

    def protect(self, replica: dict) -> None:
        enabled = replica.get("DeletionProtectionEnabled", False)
        parameters = {"TableName": self.physical_resource_id, "DeletionProtectionEnabled": enabled}
        services.call("dynamodb", replica["Region"], "UpdateTable", parameters)

    def read(self, region_name: str) -> None:
        for replica in self.properties["Replicas"]:
            services.call("dynamodb", replica["Region"], "DescribeTable", {"TableName": self.physical_resource_id})

    def delete(self, account_id: str, region_name: str) -> None:
        for replica in self.properties["Replicas"]:
            services.call("dynamodb", replica["Region"], "DeleteTable", {"TableName": self.physical_resource_id})


# APIs that the SDK's packages call otherwise than botocore does.
PACKAGES = {"cognito-identity-provider": "cognito-idp"}


class SdkCall(Resource, CloudFormationModel):
    """The CDK's AwsCustomResource: one call of an AWS API, made here instead of by its function."""

    @staticmethod
    def cloudformation_type() -> str:
        return "Custom::AWS"

    @classmethod
    def create_from_cloudformation_json(cls, resource_name, cloudformation_json, account_id, region_name, **kwargs):
        properties = cloudformation_json["Properties"]
        made = cls(properties, resource_name, {})
        if "Create" in properties:
            call = json.loads(properties["Create"])
            operation = call["action"][0].upper() + call["action"][1:]
            service = PACKAGES.get(call["service"], call["service"].lower())
            made.answer = services.call(
                service, call.get("region", region_name), operation, call.get("parameters", {})
            )
            made.physical_resource_id = call.get("physicalResourceId", {}).get("id", resource_name)
        return made

    @classmethod
    def update_from_cloudformation_json(
        cls, original_resource, new_resource_name, cloudformation_json, account_id, region_name
    ):
        return cls.create_from_cloudformation_json(new_resource_name, cloudformation_json, account_id, region_name)

    def read(self, region_name: str) -> None:
        if not self.answer:
            raise LookupError("the call answered nothing")

    def delete(self, account_id: str, region_name: str) -> None:
        pass


class QueuePolicy(Resource, CloudFormationModel):
    """A policy on each of some queues."""

    @staticmethod
    def cloudformation_type() -> str:
        return "AWS::SQS::QueuePolicy"

    @classmethod
    def create_from_cloudformation_json(cls, resource_name, cloudformation_json, account_id, region_name, **kwargs):
        made = cls(cloudformation_json["Properties"], resource_name, {})
        made.set(region_name, made.properties["PolicyDocument"])
        return made

    @classmethod
    def update_from_cloudformation_json(
        cls, original_resource, new_resource_name, cloudformation_json, account_id, region_name
    ):
        return cls.create_from_cloudformation_json(
            original_resource.physical_resource_id, cloudformation_json, account_id, region_name
        )

    def set(self, region_name: str, policy) -> None:
        for queue in self.properties["Queues"]:
            services.call("sqs", region_name, "SetQueueAttributes", {"QueueUrl": queue, "Attributes": {"Policy": policy}})

    def read(self, region_name: str) -> None:
        for queue in self.properties["Queues"]:
            parameters = {"QueueUrl": queue, "AttributeNames": ["Policy"]}
            if not services.call("sqs", region_name, "GetQueueAttributes", parameters).get("Attributes", {}).get("Policy"):
                raise LookupError("the queue has no policy")

    def delete(self, account_id: str, region_name: str) -> None:
        try:
            self.set(region_name, "")
        except ClientError:
            pass  # The queue went first, and its policy with it.


class TopicPolicy(Resource, CloudFormationModel):
    """A policy on each of some topics."""

    @staticmethod
    def cloudformation_type() -> str:
        return "AWS::SNS::TopicPolicy"

    @classmethod
    def create_from_cloudformation_json(cls, resource_name, cloudformation_json, account_id, region_name, **kwargs):
        made = cls(cloudformation_json["Properties"], resource_name, {})
        policy = {"AttributeName": "Policy", "AttributeValue": made.properties["PolicyDocument"]}
        for topic in made.properties["Topics"]:
            services.call("sns", region_name, "SetTopicAttributes", {"TopicArn": topic, **policy})
        return made

    @classmethod
    def update_from_cloudformation_json(
        cls, original_resource, new_resource_name, cloudformation_json, account_id, region_name
    ):
        return cls.create_from_cloudformation_json(
            original_resource.physical_resource_id, cloudformation_json, account_id, region_name
        )

    def read(self, region_name: str) -> None:
        for topic in self.properties["Topics"]:
            attributes = services.call("sns", region_name, "GetTopicAttributes", {"TopicArn": topic})["Attributes"]
            if json.loads(attributes["Policy"]) != self.properties["PolicyDocument"]:
                raise LookupError("the topic has another policy")

    def delete(self, account_id: str, region_name: str) -> None:
        pass  # It goes with the topic.


KINDS = (GlobalTable, SdkCall, QueuePolicy, TopicPolicy, RecordSet, ScalableTarget, ScalingPolicy, WebAcl)
SPECIAL = {kind.cloudformation_type(): kind for kind in KINDS}
