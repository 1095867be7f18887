"""Mean AUC of scikit-learn's models over given folds. Reads JSON from standard input, writes JSON."""
import csv
import json
import sys

import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier, RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

asked = json.load(sys.stdin)
with open(asked["file"], encoding="utf-8") as file:
    rows = list(csv.DictReader(file))
y = np.array([row[asked["label"]] in ("Yes", "True", "1") for row in rows]).astype(int)
columns = []
for name in rows[0]:
    if name == asked["label"] or name in asked["without"]:
        continue
    cells = [row[name].strip() for row in rows]
    try:
        columns.append(np.array([float(cell) if cell else 0.0 for cell in cells]))
    except ValueError:
        for level in sorted(set(cells))[1:]:
            columns.append(np.array([cell == level for cell in cells]).astype(float))
X = np.array(columns).T

# Settings that do well on this size: small leaves overfit, and the defaults of boosting stop far too late.
MODELS = {
    "logistic": lambda: make_pipeline(StandardScaler(), LogisticRegression(max_iter=1000)),
    "forest": lambda: RandomForestClassifier(300, min_samples_leaf=5, random_state=1),
    "boosting": lambda: HistGradientBoostingClassifier(
        learning_rate=0.05, max_iter=100, max_leaf_nodes=8, random_state=1
    ),
}
answer = {}
for name, make in MODELS.items():
    aucs = []
    risks = np.zeros(len(y))
    for test in asked["folds"]:
        is_test = np.zeros(len(y), dtype=bool)
        is_test[test] = True
        model = make().fit(X[~is_test], y[~is_test])
        risks[is_test] = model.predict_proba(X[is_test])[:, 1]
        aucs.append(roc_auc_score(y[is_test], risks[is_test]))
    answer[name] = float(np.mean(aucs))
    if name == "logistic":
        bins = np.array_split(np.argsort(risks, kind="stable"), 10)
        gaps = [len(part) * abs(risks[part].mean() - y[part].mean()) for part in bins]
        answer["calibrationError"] = float(sum(gaps) / len(y))
json.dump(answer, sys.stdout)
