"""What a body line looks like in any language: line features and the boosted trees that weigh them.

In: the lines of documents. Out: for each line the probability that it is noise, and why. Knows nothing of stages.
"""
