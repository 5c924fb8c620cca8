"""Run by QGIS' own Python, without a screen: each map tip and label of plan.qgz, as JSON.

python3 qgis_tips.py FOLDER
"""

import json
import os
import sys

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from qgis.core import (
    QgsApplication,
    QgsExpression,
    QgsExpressionContext,
    QgsExpressionContextUtils,
    QgsProject,
)


def tips(layer):
    """The map tip, the label and the name of every feature, expressions evaluated."""
    context = QgsExpressionContext(QgsExpressionContextUtils.globalProjectLayerScopes(layer))
    settings = layer.labeling().settings()
    text = settings.fieldName
    label = QgsExpression(text if settings.isExpression else QgsExpression.quotedColumnRef(text))
    found = {}
    for feature in layer.getFeatures():
        context.setFeature(feature)
        html = QgsExpression.replaceExpressionText(layer.mapTipTemplate(), context)
        said = {"html": html, "label": label.evaluate(context), "name": feature["name"]}
        found[feature["id"]] = {**said, "error": label.evalErrorString()}
    return found


def main():
    app = QgsApplication([], False)
    app.initQgis()
    project = QgsProject.instance()
    said = {"read": project.read(f"{sys.argv[1]}/plan.qgz"), "error": project.error()}
    said["title"] = project.title()
    written = project.readEntry("CopyrightLabel", "/Label")[0]
    context = QgsExpressionContext(QgsExpressionContextUtils.globalProjectLayerScopes(None))
    said["copyright"] = QgsExpression.replaceExpressionText(written, context)
    layers = project.mapLayers().values()
    said["invalid"] = [layer.id() for layer in layers if not layer.isValid()]
    said["sources"] = [layer.source() for layer in layers]
    said["tips"] = {}
    for layer in layers:
        if layer.isSpatial() and "context" not in layer.id():
            said["tips"].update(tips(layer))
    json.dump(said, sys.stdout, ensure_ascii=False)
    sys.stdout.flush()
    project.clear()
    app.exitQgis()


main()
