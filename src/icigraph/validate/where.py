from __future__ import annotations
def located(results, asserted, shapes, dataset):
    return results
