#!/bin/sh
# Makes the namespace of TEMPORAL_NAMESPACE where it is not there. A worker adds its search attributes itself when it starts.
set -eu
temporal operator namespace describe --namespace "$TEMPORAL_NAMESPACE" > /dev/null 2>&1 ||
  temporal operator namespace create --namespace "$TEMPORAL_NAMESPACE" --retention 30d
