"""What is typed about a customer."""

from wtforms import ValidationError

from powderapp.base.text import is_email
from powderapp.web.forms import Form, NoteField, TextField, VersionField


class CustomerForm(Form):
    name = TextField("Name", longest=120)
    contact = TextField("Contact", longest=120, required=False)
    phone = TextField("Phone", longest=40, required=False)
    email = TextField("E-mail", longest=254, required=False)
    terms = TextField("Terms", longest=40, required=False)
    note = NoteField("Note", longest=1000)

    def validate_email(self, field: TextField) -> None:
        """One @, no blanks."""
        if field.data and not is_email(field.data):
            raise ValidationError("Check the address.")


class EditCustomerForm(CustomerForm):
    version = VersionField()
