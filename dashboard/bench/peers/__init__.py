"""The same page in other frameworks, to be compared with: a map of all palikas by one indicator and a bar chart, with a
drop-down of indicator and of province. Nothing here is imported by Nagar: each file is run by the Python of an environment
of its own, which has the optional extra `bench`.
"""
