# The build tree mirrors the install, so that the program finds its plugins and examples the same
# way in both: <prefix>/bin, <prefix>/lib/codex-flow/plugins, <prefix>/share/codex-flow/examples.
set(CODEXFLOW_PLUGIN_DIR lib/codex-flow/plugins)
set(CODEXFLOW_DATA_DIR share/codex-flow)

set(CMAKE_RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/bin)
set(CODEXFLOW_PLUGIN_OUTPUT_DIR ${PROJECT_BINARY_DIR}/${CODEXFLOW_PLUGIN_DIR})
set(CODEXFLOW_PLUGIN_INSTALL_DIR ${CODEXFLOW_PLUGIN_DIR})

file(MAKE_DIRECTORY ${CODEXFLOW_PLUGIN_OUTPUT_DIR} ${PROJECT_BINARY_DIR}/${CODEXFLOW_DATA_DIR})
file(CREATE_LINK ${PROJECT_SOURCE_DIR}/examples ${PROJECT_BINARY_DIR}/${CODEXFLOW_DATA_DIR}/examples SYMBOLIC)
install(DIRECTORY examples/ DESTINATION ${CODEXFLOW_DATA_DIR}/examples OPTIONAL)
