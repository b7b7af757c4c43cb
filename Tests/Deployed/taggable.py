"""Resources that carry tags: how each kind is made, created with tags, and gets, shows and loses them.

`client` makes a client of a service for whoever tries it.
"""
import json
import uuid

NO_TRUST = json.dumps({"Version": "2012-10-17", "Statement": []})


def unique(name):
    return f"{name}-{uuid.uuid4().hex[:8]}"


class Instance:
    def __init__(self, team):
        ec2 = team.administrator("ec2")
        vpc = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
        self.subnet = ec2.create_subnet(VpcId=vpc, CidrBlock="10.0.1.0/24")["Subnet"]["SubnetId"]
        run = {"ImageId": "ami-1", "MinCount": 1, "MaxCount": 1, "SubnetId": self.subnet}
        self.launch = run
        self.id = ec2.run_instances(**run)["Instances"][0]["InstanceId"]

    def set(self, client, tags):
        client("ec2").create_tags(Resources=[self.id], Tags=tags)

    def remove(self, client, keys):
        client("ec2").delete_tags(Resources=[self.id], Tags=[{"Key": key} for key in keys])

    def create(self, client, tags):
        client("ec2").run_instances(**self.launch, TagSpecifications=[{"ResourceType": "instance", "Tags": tags}])

    def tags(self, client):
        found = client("ec2").describe_tags(Filters=[{"Name": "resource-id", "Values": [self.id]}])["Tags"]
        return {each["Key"]: each["Value"] for each in found}


class Role:
    def __init__(self, team):
        self.name = unique("app")
        team.administrator("iam").create_role(RoleName=self.name, AssumeRolePolicyDocument=NO_TRUST)

    def set(self, client, tags):
        client("iam").tag_role(RoleName=self.name, Tags=tags)

    def remove(self, client, keys):
        client("iam").untag_role(RoleName=self.name, TagKeys=keys)

    def create(self, client, tags):
        client("iam").create_role(RoleName=unique("app"), AssumeRolePolicyDocument=NO_TRUST, Tags=tags)

    def tags(self, client):
        return {each["Key"]: each["Value"] for each in client("iam").list_role_tags(RoleName=self.name)["Tags"]}


class User:
    def __init__(self, team):
        self.name = unique("carol")
        team.administrator("iam").create_user(UserName=self.name)

    def set(self, client, tags):
        client("iam").tag_user(UserName=self.name, Tags=tags)

    def remove(self, client, keys):
        client("iam").untag_user(UserName=self.name, TagKeys=keys)

    def create(self, client, tags):
        client("iam").create_user(UserName=unique("carol"), Tags=tags)

    def tags(self, client):
        return {each["Key"]: each["Value"] for each in client("iam").list_user_tags(UserName=self.name)["Tags"]}


class Database:
    kind = {
        "DBInstanceClass": "db.t3.micro", "Engine": "mysql", "AllocatedStorage": 20, "MasterUsername": "a",
        "MasterUserPassword": "password",
    }

    def __init__(self, team):
        made = team.administrator("rds").create_db_instance(DBInstanceIdentifier=unique("shop"), **self.kind)
        self.arn = made["DBInstance"]["DBInstanceArn"]

    def set(self, client, tags):
        client("rds").add_tags_to_resource(ResourceName=self.arn, Tags=tags)

    def remove(self, client, keys):
        client("rds").remove_tags_from_resource(ResourceName=self.arn, TagKeys=keys)

    def create(self, client, tags):
        client("rds").create_db_instance(DBInstanceIdentifier=unique("shop"), Tags=tags, **self.kind)

    def tags(self, client):
        found = client("rds").list_tags_for_resource(ResourceName=self.arn)["TagList"]
        return {each["Key"]: each["Value"] for each in found}
