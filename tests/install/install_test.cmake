# Installs into SCRATCH, builds PROJECT against that, and looks at what came out.
function(run)
    execute_process(COMMAND ${ARGV} RESULT_VARIABLE status OUTPUT_VARIABLE output ERROR_VARIABLE output)
    if(NOT status EQUAL 0)
        list(JOIN ARGV " " line)
        message(FATAL_ERROR "failed (${status}): ${line}\n${output}")
    endif()
    set(output "${output}" PARENT_SCOPE)
endfunction()

file(REMOVE_RECURSE ${SCRATCH})
run(${CMAKE_COMMAND} --install ${BUILD} --prefix ${SCRATCH}/prefix)
foreach(file include/codexflow/abi.h include/codexflow/plugin.hpp
        lib/cmake/codexflow-sdk/codexflow-sdk-config.cmake lib/cmake/codexflow-sdk/plugin.map
        bin/codex-flow lib/codex-flow/plugins/offline.so share/codex-flow/examples)
    if(NOT EXISTS ${SCRATCH}/prefix/${file})
        message(FATAL_ERROR "not installed: ${file}")
    endif()
endforeach()

run(${CMAKE_COMMAND} -G Ninja -S ${PROJECT} -B ${SCRATCH}/build -DCMAKE_PREFIX_PATH=${SCRATCH}/prefix
    -DCMAKE_C_COMPILER=${C_COMPILER} -DCMAKE_CXX_COMPILER=${CXX_COMPILER} -DCMAKE_BUILD_TYPE=Release)
run(${CMAKE_COMMAND} --build ${SCRATCH}/build)

foreach(plugin hello_cpp hello_c)
    set(file ${SCRATCH}/build/${plugin}.so)
    run(${NM} -D --defined-only ${file})
    string(STRIP "${output}" exports)
    if(NOT exports MATCHES "^[0-9a-f]+ T cflow_plugin_v1$")
        message(FATAL_ERROR "${plugin}.so must export cflow_plugin_v1 and nothing else, but exports:\n${exports}")
    endif()
    run(${READELF} -n ${file})
    if(NOT output MATCHES "codex-flow")
        message(FATAL_ERROR "${plugin}.so has no manifest note:\n${output}")
    endif()
    # The installed program accepts it, without anything of the build tree.
    run(${CMAKE_COMMAND} -E env --unset=CODEX_FLOW_PLUGIN_PATH
        ${SCRATCH}/prefix/bin/codex-flow plugin check ${file})
endforeach()

# The example router, built the same way and used: a configuration that names it, agents, and a text that
# calls one of them up. Twice: as `route` tells it, and as `run` does it.
run(${CMAKE_COMMAND} -G Ninja -S ${ROUTER} -B ${SCRATCH}/router -DCMAKE_PREFIX_PATH=${SCRATCH}/prefix
    -DCMAKE_CXX_COMPILER=${CXX_COMPILER} -DCMAKE_BUILD_TYPE=Release)
run(${CMAKE_COMMAND} --build ${SCRATCH}/router)
file(WRITE ${SCRATCH}/project/codex-flow.yaml
    "version: 1
providers: { default: offline }
agents: { paths: [${SCRATCH}/prefix/share/codex-flow/examples/agents] }
router: { strategies: [ { plugin: mentions, mark: '#', coordinator: task-orchestrator, long: 80 } ] }
")
set(program ${CMAKE_COMMAND} -E chdir ${SCRATCH}/project ${CMAKE_COMMAND} -E env --unset=CODEX_FLOW_PLUGIN_PATH
    ${SCRATCH}/prefix/bin/codex-flow)
run(${program} plugin check ${SCRATCH}/router/mentions.so)
run(${program} route "look at this, #coder" --plugin-path ${SCRATCH}/router)
if(NOT output MATCHES "coder +10  mention '#coder'")
    message(FATAL_ERROR "the router did not name the coder:\n${output}")
endif()
run(${program} run --route "look at this, #coder" --plugin-path ${SCRATCH}/router --json -q)
if(NOT output MATCHES "\"kind\":\"route\"[^\n]*\"strategy\":\"mentions\"[^\n]*\"agent_id\":\"coder\""
        OR NOT output MATCHES "\"kind\":\"task_complete\"[^\n]*\"agent_id\":\"coder\""
        OR NOT output MATCHES "org.example.mentions")
    message(FATAL_ERROR "the run was not routed by the plugin:\n${output}")
endif()

# The example memory is built the same way.
run(${CMAKE_COMMAND} -G Ninja -S ${MEMORY} -B ${SCRATCH}/memory -DCMAKE_PREFIX_PATH=${SCRATCH}/prefix
    -DCMAKE_CXX_COMPILER=${CXX_COMPILER} -DCMAKE_BUILD_TYPE=Release)
run(${CMAKE_COMMAND} --build ${SCRATCH}/memory)
run(${program} plugin check ${SCRATCH}/memory/ram.so)
