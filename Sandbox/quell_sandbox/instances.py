"""Instances, snapshots and Auto Scaling standby, where moto differs from AWS."""

from moto.autoscaling.models import AutoScalingBackend, autoscaling_backends
from moto.core.responses import ActionResult
from moto.ec2.models import ec2_backends
from moto.ec2.responses.elastic_block_store import ElasticBlockStore
from moto.ec2.responses.instances import InstanceResponse

from .call import Call, Refusal
from .network_interfaces import check_groups
from .registry import checks

SHUTDOWN_BEHAVIORS = ("stop", "terminate")


@checks("ec2", "ModifyInstanceAttribute")
def check_modify(call: Call) -> None:
    backend = ec2_backends[call.account][call.region]
    groups = call.parameters("GroupId")
    identifier = call.parameter("InstanceId") or ""
    instance = next((each for each in backend.all_instances() if each.id == identifier), None)
    if instance is None:
        raise Refusal("InvalidInstanceID.NotFound", f"The instance ID '{identifier}' does not exist")
    if groups and len(instance.nics) > 1:
        message = f"There are multiple interfaces attached to instance '{identifier}'. Please specify an interface ID"
        raise Refusal("InvalidInstanceID", message + " for the operation instead.")
    check_groups(backend, groups, instance.vpc_id)
    behavior = call.parameter("InstanceInitiatedShutdownBehavior.Value")
    if behavior is not None and behavior not in SHUTDOWN_BEHAVIORS:
        raise Refusal("InvalidParameterValue", f"Invalid value '{behavior}' for instanceInitiatedShutdownBehavior.")


_modify_attribute = InstanceResponse.modify_instance_attribute


def modify_instance_attribute(response: InstanceResponse) -> ActionResult:
    """moto would take this one attribute for an empty list of groups."""
    behavior = response._get_param("InstanceInitiatedShutdownBehavior.Value")
    if behavior is None:
        return _modify_attribute(response)
    response.error_on_dryrun()
    instance = response.ec2_backend.get_instance(response._get_param("InstanceId"))
    instance.instance_initiated_shutdown_behavior = behavior
    return ActionResult({})


_run_instances = InstanceResponse.run_instances


def run_instances(response: InstanceResponse) -> ActionResult:
    """moto forgets the protection against termination that the request asks for."""
    result = _run_instances(response)
    if response._get_param("DisableApiTermination"):
        for instance in result.result.instances:
            instance.disable_api_termination = True
    return result


_create_snapshots = ElasticBlockStore.create_snapshots


def create_snapshots(response: ElasticBlockStore) -> ActionResult:
    """Adds CopyTagsFromSource."""
    result = _create_snapshots(response)
    if response._get_param("CopyTagsFromSource") == "volume":
        for snapshot in result.result["Snapshots"]:
            own = {tag["key"] for tag in snapshot.get_tags()}
            tags = response.ec2_backend.volumes[snapshot.volume.id].get_tags()
            snapshot.add_tags({tag["key"]: tag["value"] for tag in tags if tag["key"] not in own})
    return result


@checks("autoscaling", "EnterStandby", "ExitStandby")
def check_standby(call: Call) -> None:
    name, identifiers = call.parameter("AutoScalingGroupName"), call.parameters("InstanceIds.member")
    group = autoscaling_backends[call.account][call.region].autoscaling_groups.get(name)
    if group is None:
        raise Refusal("ValidationError", f"Group {name} not found")
    entering = call.operation == "EnterStandby"
    wanted = "InService" if entering else "Standby"
    states = {each.instance.id: each.lifecycle_state for each in group.instance_states}
    for identifier in identifiers:
        if identifier not in states:
            raise Refusal("ValidationError", f"The instance {identifier} is not part of Auto Scaling group {name}.")
        if states[identifier] != wanted:
            raise Refusal("ValidationError", f"The instance {identifier} is not in {wanted}.")
    decrement = call.parameter("ShouldDecrementDesiredCapacity") == "true"
    if entering and decrement and group.desired_capacity - len(identifiers) < int(group.min_size):
        message = f"AutoScalingGroup {name} has min-size={group.min_size}; its capacity cannot be decremented below it."
        raise Refusal("ValidationError", message)
    if not entering and group.desired_capacity + len(identifiers) > int(group.max_size):
        raise Refusal("ValidationError", f"AutoScalingGroup {name} would grow beyond max-size={group.max_size}.")


_update_target_groups = AutoScalingBackend.update_attached_target_groups


def update_target_groups(backend: AutoScalingBackend, name: str) -> None:
    """moto registers every instance of the group; one in standby is not in the group's load balancers."""
    _update_target_groups(backend, name)
    group = backend.autoscaling_groups[name]
    resting = [each.instance.id for each in group.instance_states if each.lifecycle_state == "Standby"]
    for arn in group.target_group_arns or []:
        registered = backend.elbv2_backend.target_groups[arn].targets
        gone = [{"Id": each} for each in resting if each in registered]
        backend.elbv2_backend.deregister_targets(arn, gone)


def install() -> None:
    InstanceResponse.modify_instance_attribute = modify_instance_attribute
    InstanceResponse.run_instances = run_instances
    ElasticBlockStore.create_snapshots = create_snapshots
    AutoScalingBackend.update_attached_target_groups = update_target_groups
