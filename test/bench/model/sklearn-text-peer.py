"""Accuracy of scikit-learn's TF-IDF with LinearSVC on given rows. Reads JSON from standard input, writes JSON."""
import json
import sys
import time

from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.pipeline import make_pipeline
from sklearn.svm import LinearSVC

asked = json.load(sys.stdin)
model = make_pipeline(TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True), LinearSVC(random_state=1))
began = time.perf_counter()
model.fit(asked["train"]["texts"], asked["train"]["topics"])
took = time.perf_counter() - began
accuracy = model.score(asked["test"]["texts"], asked["test"]["topics"])
json.dump({"accuracy": float(accuracy), "train": took}, sys.stdout)
