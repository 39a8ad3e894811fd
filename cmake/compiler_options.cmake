# How everything of ours is compiled: the standard, warnings, sanitizers, what is exported.
# Directory-wide on purpose: a new target cannot forget them.

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_C_STANDARD 11)
set(CMAKE_C_STANDARD_REQUIRED ON)
set(CMAKE_C_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)

# The host exports nothing (a plugin must never bind to a symbol of ours); plugins export their one
# entry through the version script of codexflow_add_plugin.
set(CMAKE_C_VISIBILITY_PRESET hidden)
set(CMAKE_CXX_VISIBILITY_PRESET hidden)
set(CMAKE_VISIBILITY_INLINES_HIDDEN ON)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)

if(NOT CMAKE_BUILD_TYPE AND NOT CMAKE_CONFIGURATION_TYPES)
    set(CMAKE_BUILD_TYPE Release CACHE STRING "" FORCE)
endif()
set(CMAKE_C_FLAGS_RELEASE "-O2 -DNDEBUG")
set(CMAKE_CXX_FLAGS_RELEASE "-O2 -DNDEBUG")

add_compile_options(-Wall -Wextra -Wshadow $<$<COMPILE_LANGUAGE:CXX>:-Wconversion> -fdiagnostics-color=auto)
# Warnings of a sanitized build are shown, not fatal: the checks it inserts make GCC see paths that
# are none (gcc(1), -fsanitize: "We recommend against combining -Werror and the use of sanitizers").
if(CODEXFLOW_WERROR AND NOT CODEXFLOW_SANITIZE)
    add_compile_options(-Werror)
endif()
# Paths in diagnostics, assertions and debug information do not name the machine that built them.
add_compile_options(-ffile-prefix-map=${PROJECT_SOURCE_DIR}/=)
add_compile_options(-ffunction-sections -fdata-sections)
add_link_options(-Wl,--gc-sections -Wl,--as-needed)

if(CODEXFLOW_SANITIZE)
    list(JOIN CODEXFLOW_SANITIZE "," sanitizers)
    add_compile_options(-fsanitize=${sanitizers} -fno-omit-frame-pointer -g1)
    add_link_options(-fsanitize=${sanitizers})
    if("undefined" IN_LIST CODEXFLOW_SANITIZE)
        add_compile_options(-fno-sanitize-recover=undefined)
    endif()
    if("thread" IN_LIST CODEXFLOW_SANITIZE AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
        add_compile_options(-Wno-tsan) # fences in library headers; nothing of ours uses one
    endif()
endif()
# Coverage for clang's libFuzzer in everything that a fuzz target (tests/fuzz) may link; with the preset asan.
option(CODEXFLOW_LIBFUZZER "Make the fuzz targets programs of clang's libFuzzer" OFF)
if(CODEXFLOW_LIBFUZZER)
    add_compile_options(-fsanitize=fuzzer-no-link)
endif()
if(CODEXFLOW_SANITIZE OR CMAKE_BUILD_TYPE STREQUAL "Debug")
    add_compile_definitions($<$<COMPILE_LANGUAGE:CXX>:_GLIBCXX_ASSERTIONS>)
endif()

find_program(CODEXFLOW_CCACHE ccache)
if(CODEXFLOW_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
    # Without these ccache gives up on sources that use a precompiled header.
    set(CMAKE_C_COMPILER_LAUNCHER ${CODEXFLOW_CCACHE})
    set(CMAKE_CXX_COMPILER_LAUNCHER
        ${CMAKE_COMMAND} -E env CCACHE_SLOPPINESS=pch_defines,time_macros ${CODEXFLOW_CCACHE})
    add_compile_options($<$<COMPILE_LANG_AND_ID:CXX,GNU>:-fpch-preprocess>)
endif()
