"""What the shop says of a device; the places it may stand at are passed in."""

from powderapp.web.forms import ChoiceField, Form, TextField, VersionField

KINDS = [("tablet", "Tablet: people sign in with their PIN"), ("wall", "Wall screen: shows the wall, without a person")]


class DeviceForm(Form):
    """place: `booth-1`, `oven-2`, None for neither."""

    name = TextField("Name", longest=80)
    kind = ChoiceField("Kind", KINDS, default="tablet")
    place = ChoiceField("Stands at", blank="Neither booth nor oven")


class EditDeviceForm(DeviceForm):
    version = VersionField()


class EditBrowserForm(Form):
    name = TextField("Name", longest=80)
    version = VersionField()
