"""The scale under a box that stands in no batch."""

from powderapp.web.forms import Form, TextField, WeightField


class WeighBoxForm(Form):
    gross = WeightField("On the scale", called="Weight", low_g=0, high_g=2_000_000)
    reason = TextField("Reason", longest=200, required=False)
