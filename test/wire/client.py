"""zeep as a client of the simulated agent's service: python3 client.py <cti wsdl url>."""

import sys

from zeep import Client

client = Client(sys.argv[1])
desk = client.service
assert desk.getStatus().loggedIn is True
assert "Simulated" in desk.getUserDetails().domain
listener = desk.addListener(name="zeep")
desk.addCallback(number="5551208111", duedate=1772000000000, comments="a < b & c")
assert desk.checkEvent(listenerId=listener, timeout=2000) is not None
callbacks = desk.getCallbacks()
assert "a < b & c" in [callback.comments for callback in callbacks], callbacks
for callback in callbacks:
    desk.removeCallback(id=callback.id)
assert not desk.getCallbacks()
desk.removeListener(listenerId=listener)
print("all as described")
