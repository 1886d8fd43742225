#!/usr/bin/env bash
# Ten minutes of mixed traffic at 50 connections, on a MongoDB that is killed and frozen in turns and a model that fails
# half of the time. Reports whether the service's memory stays flat, and writes artifacts/soak.{html,json}.
#   tools/soak.sh [SECONDS]
set -euo pipefail
cd "$(dirname "$0")/.."

readonly seconds=${1:-600} deals=5000 port=8791 model_port=8792 fault_every=45
readonly artifacts=$PWD/artifacts
readonly work=$artifacts/soak
readonly state=$work/mongodb
pids=()

end() {
    # Each by its id: other processes may run the same programs.
    for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null || true; done
    tools/mongodb.sh stop --state "$state" || true
}
trap end EXIT

# Kills or freezes the database in turns, long enough for the service to notice.
break_database() {
    local turn pid
    for ((turn = 0; ; turn++)); do
        sleep "$fault_every"
        pid=$(tools/mongodb.sh pid --state "$state")
        if ((turn % 2)); then
            echo "$(date +%T) MongoDB frozen for 8 s"
            kill -STOP "$pid"; sleep 8; kill -CONT "$pid"
        else
            echo "$(date +%T) MongoDB killed for 8 s"
            kill -KILL "$pid"; sleep 8; tools/mongodb.sh restart --state "$state"
        fi
    done
}

rm -rf "$work" && mkdir -p "$work"
for project in src/WebApi tools/LoadTest tools/ModelStub; do
    dotnet build "$project" --configuration Release --verbosity quiet
done
load() { dotnet tools/LoadTest/bin/Release/net10.0/DealInsights.LoadTest.dll "$@"; }
service() { dotnet src/WebApi/bin/Release/net10.0/DealInsights.WebApi.dll "$@"; }

ConnectionStrings__MongoDb=$(unset DEALINSIGHTS_TEST_MONGODB; tools/mongodb.sh start --state "$state")
export ConnectionStrings__MongoDb
unset DEALINSIGHTS_TEST_MONGODB
load make-deals --folder "$work/deals" --count "$deals" --meetings 2 --events 10
service import "$work/deals"

dotnet tools/ModelStub/bin/Release/net10.0/DealInsights.ModelStub.dll --port "$model_port" --delay 200 --flap 20 \
    >"$work/model.log" 2>&1 & pids+=($!)
# A small memory of insights is full within two minutes; what grows after that would grow without end.
env PORT="$port" AzureOpenAI__Endpoint="http://127.0.0.1:$model_port" AzureOpenAI__Deployment=gpt AzureOpenAI__ApiKey=stub \
    LanguageModel__Timeout=00:00:05 LanguageModel__AttemptTimeout=00:00:02 Insights__MemoryLimitMegabytes=1 \
    dotnet src/WebApi/bin/Release/net10.0/DealInsights.WebApi.dll >"$work/service.log" 2>&1 & pids+=($!)
readonly service_pid=$!
until service health --url "http://127.0.0.1:$port/health/ready" >/dev/null 2>&1; do
    kill -0 "$service_pid"
    sleep 0.5
done

break_database >"$work/faults.log" 2>&1 & pids+=($!)
load --scenarios soak --soak-for "$seconds" --base "http://127.0.0.1:$port" --deals-file "$work/deals/deal_info.json" \
    --endpoints deal-info,get-concerns,company-overview,get-stakeholders --connections 50 --timeout 40 \
    --allow-errors --strict --report "$artifacts/soak.html"
