"""What must hold of the files of `layers/`: of a property, a geometry, a feature, of the places
among each other, of a table and of the manifest. What a rule says stands in `geo_app.messages`.
"""
