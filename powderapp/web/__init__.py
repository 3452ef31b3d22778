"""Between a browser and the features: the transaction of a request, access, fragments, errors, forms, headers.

It knows no feature. What it must know about people comes in through `ShopApp.identify`, which a feature provides.
"""
