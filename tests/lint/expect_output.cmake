# Runs LINT on TREE: it must fail and print exactly the content of EXPECTED.
execute_process(COMMAND ${LINT} ${TREE} OUTPUT_VARIABLE output RESULT_VARIABLE status)
file(READ ${EXPECTED} expected)
if(NOT status EQUAL 1 OR NOT output STREQUAL expected)
    message(FATAL_ERROR "status ${status}, expected 1; output:\n${output}\nexpected:\n${expected}")
endif()
