"""What a resource is to moto's CloudFormation when this folder made it, or nobody did."""

from moto.core.common_models import CloudFormationModel


class Resource(CloudFormationModel):
    """A resource of this folder: its physical id, what its properties were, and what its service said of it."""

    def __init__(self, properties: dict, physical_id: str, answer: dict):
        self.properties = properties
        self.physical_resource_id = physical_id
        self.answer = answer
        self.made_by = "adapter"

    @staticmethod
    def cloudformation_name_type() -> str:
        return ""

    @classmethod
    def has_cfn_attr(cls, attr: str) -> bool:
        return True

    def is_created(self) -> bool:
        return True

    def get_cfn_attribute(self, attribute_name: str):
        found = find(self.answer, attribute_name.split("."))
        return found if found is not None else placeholder(attribute_name, self.physical_resource_id)


def find(answer, names):
    """The first value under these names, at any depth: services wrap what they answer in a word or two."""
    if isinstance(answer, list):
        return next((found for item in answer if (found := find(item, names)) is not None), None)
    if not isinstance(answer, dict):
        return None
    name, *rest = names
    if name in answer:
        return find(answer[name], rest) if rest else answer[name]
    return next((found for item in answer.values() if (found := find(item, names)) is not None), None)


def placeholder(attribute_name: str, physical_id: str) -> str:
    """Something of the right form for what isn't there."""
    return f"arn:aws:rehearsal:us-east-1:123456789012:{physical_id}" if attribute_name.endswith("Arn") else physical_id


class AcceptedOnly(Resource):
    """A resource that nothing makes; what refers to it gets a placeholder."""

    @staticmethod
    def cloudformation_type() -> str:
        return "Rehearsal::Accepted::Only"

    @classmethod
    def create_from_cloudformation_json(cls, resource_name, cloudformation_json, account_id, region_name, **kwargs):
        made = cls(cloudformation_json.get("Properties", {}), resource_name, {})
        made.made_by = "nobody"
        return made

    @classmethod
    def update_from_cloudformation_json(
        cls, original_resource, new_resource_name, cloudformation_json, account_id, region_name
    ):
        original_resource.properties = cloudformation_json.get("Properties", {})
        return original_resource

    def delete(self, account_id: str, region_name: str) -> None:
        pass
