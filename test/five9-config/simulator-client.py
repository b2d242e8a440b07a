"""An independent client of the vendor's own contract: python3 simulator-client.py <wsdl> <address> <user> <password>."""

import sys

from requests import Session
from requests.auth import HTTPBasicAuth
from zeep import Client
from zeep.exceptions import Fault
from zeep.transports import Transport

wsdl, address, user, password = sys.argv[1:5]
session = Session()
session.auth = HTTPBasicAuth(user, password)
client = Client(wsdl, transport=Transport(session=session))
(binding,) = [str(name) for name in client.wsdl.bindings]
service = client.create_service(binding, address)


def fault_of(call):
    try:
        call()
    except Fault as fault:
        detail = fault.detail[0]
        return detail.tag.split("}")[-1], {child.tag: child.text for child in detail}, fault.message
    raise SystemExit("was not refused")


# A search without matches is answered with one empty element.
def names_of(found):
    return [one.name for one in found if one is not None]


service.createOutboundCampaign(campaign={"name": "Zeep", "description": "one", "dialingMode": "PREVIEW"})
listed = service.getCampaigns(campaignNamePattern="Ze.*")
assert [(one.name, one.type, one.state) for one in listed] == [("Zeep", "OUTBOUND", "NOT_RUNNING")], listed
service.modifyOutboundCampaign(campaign={"name": "Zeep", "description": "two"})
read = service.getOutboundCampaign(campaignName="Zeep")
assert (read.description, read.dialingMode) == ("two", "PREVIEW"), read
service.renameCampaign(campaignName="Zeep", campaignNewName="Zopp")

created = service.createSkill(skillInfo={"skill": {"name": "Welsh"}})
assert created.skill.name == "Welsh" and created.skill.id, created
assert [one.name for one in service.getSkills(skillNamePattern="Welsh")] == ["Welsh"]
service.deleteSkill(skillName="Welsh")
assert not names_of(service.getSkills(skillNamePattern="Welsh"))

mapping = [
    {"columnNumber": 1, "fieldName": "number1", "key": True},
    {"columnNumber": 2, "fieldName": "first_name", "key": False},
]
settings = {"fieldsMapping": mapping, "skipHeaderLine": False, "cleanListBeforeUpdate": False, "listAddMode": "ADD_FIRST"}
service.createList(listName="leads")
result = service.addRecordToList(listName="leads", listUpdateSettings=settings, record={"fields": ["5551208111", "Ann"]})
assert (result.listName, result.listRecordsInserted) == ("leads", 1), result
assert [(one.name, one.size) for one in service.getListsInfo(listNamePattern="leads")] == [("leads", 1)]
found = service.getContactRecords(lookupCriteria={"criteria": [{"field": "number1", "value": "5551208111"}]})
assert "Ann" in found.records[0].values.data, found

name, fields, message = fault_of(lambda: service.getOutboundCampaign(campaignName="Zeep"))
assert (name, fields["campaignName"]) == ("CampaignNotFoundFault", "Zeep"), (name, fields)
assert message, message
name, fields, _ = fault_of(lambda: service.createIVRScript(name="Default IVR"))
assert (name, fields["objectType"]) == ("ObjectAlreadyExistsFault", "IvrScript"), (name, fields)
service.deleteCampaign(campaignName="Zopp")
assert not names_of(service.getCampaigns(campaignNamePattern="Zopp"))
print("all as the contract says")
