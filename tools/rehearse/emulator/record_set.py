"""Records of Route 53, in hosted zones that are the installation's own and so are there before any stack."""

from moto.core.common_models import CloudFormationModel
from moto.route53.models import FakeZone, route53_backends

from emulator import services
from emulator.base import Resource


class RecordSet(Resource, CloudFormationModel):
    """One record; its alias' target need not exist here."""

    @staticmethod
    def cloudformation_type() -> str:
        return "AWS::Route53::RecordSet"

    @classmethod
    def create_from_cloudformation_json(cls, resource_name, cloudformation_json, account_id, region_name, **kwargs):
        properties = cloudformation_json["Properties"]
        provide_zone(account_id, properties["HostedZoneId"], properties["Name"])
        made = cls(properties, properties["Name"], {})
        made.change("CREATE", region_name)
        return made

    @classmethod
    def update_from_cloudformation_json(
        cls, original_resource, new_resource_name, cloudformation_json, account_id, region_name
    ):
        original_resource.delete(account_id, region_name)
        return cls.create_from_cloudformation_json(new_resource_name, cloudformation_json, account_id, region_name)

    def record(self) -> dict:
        record = {name: value for name, value in self.properties.items() if name != "HostedZoneId"}
        if "AliasTarget" in record:
            record["AliasTarget"] = {"EvaluateTargetHealth": False, **record["AliasTarget"]}
        if "ResourceRecords" in record:
            record["ResourceRecords"] = [{"Value": value} for value in record["ResourceRecords"]]
        return record

    def change(self, action: str, region_name: str) -> None:
        batch = {"Changes": [{"Action": action, "ResourceRecordSet": self.record()}]}
        parameters = {"HostedZoneId": self.properties["HostedZoneId"], "ChangeBatch": batch}
        services.call("route53", region_name, "ChangeResourceRecordSets", parameters)

    def read(self, region_name: str) -> None:
        parameters = {"HostedZoneId": self.properties["HostedZoneId"]}
        mine = [self.properties.get(name) for name in ("Name", "Type", "SetIdentifier")]
        for record in services.call("route53", region_name, "ListResourceRecordSets", parameters)["ResourceRecordSets"]:
            if [record.get(name) for name in ("Name", "Type", "SetIdentifier")] == mine:
                return
        raise LookupError("there is no such record")

    def delete(self, account_id: str, region_name: str) -> None:
        self.change("DELETE", region_name)


def provide_zone(account_id: str, zone_id: str, record_name: str) -> None:
    """moto's API chooses a zone's id itself, so a zone of the configured id, for the name's last two words, is put in by hand."""
    zones = route53_backends[account_id]["aws"].zones
    name = ".".join(record_name.rstrip(".").split(".")[-2:]) + "."
    zones.setdefault(zone_id, FakeZone(name, zone_id, private_zone=False, caller_reference=zone_id))
