# codexflow_add_plugin(<name> SOURCES <file>... [LIBS <target>...] [STATIC_RUNTIME])
#
# Adds the target <name>: a shared object <name>.so that Codex Flow can load.
#   SOURCES         C or C++ sources; C++ is compiled as C++20 or newer.
#   LIBS            what the plugin links for its own work. Static libraries stay private to it.
#   STATIC_RUNTIME  links the C++ runtime into the plugin: for a compiler newer than the host's.
#                   Always on with libc++, which must not be loaded beside the host's libstdc++.
#
# The linker settings are part of the boundary and not a matter of taste: without the version script
# two plugins with different versions of the same library crash each other inside one process.
#
# Variables read, for projects with a layout of their own:
#   CODEXFLOW_PLUGIN_OUTPUT_DIR   where the build puts the file (default: the current binary dir)
#   CODEXFLOW_PLUGIN_INSTALL_DIR  when set, `cmake --install` puts it there
#   CODEXFLOW_SANITIZE            when set, the build uses sanitizers, whose symbols the host provides

include_guard(GLOBAL)
include(CheckCXXSourceCompiles)

function(codexflow_add_plugin name)
    cmake_parse_arguments(PARSE_ARGV 1 arg "STATIC_RUNTIME" "" "SOURCES;LIBS")
    if(arg_UNPARSED_ARGUMENTS OR NOT arg_SOURCES)
        message(FATAL_ERROR "usage: codexflow_add_plugin(<name> SOURCES <file>... [LIBS <target>...] [STATIC_RUNTIME])")
    endif()

    set(version_script ${CMAKE_CURRENT_FUNCTION_LIST_DIR}/plugin.map)
    add_library(${name} MODULE ${arg_SOURCES})
    target_link_libraries(${name} PRIVATE codexflow::sdk ${arg_LIBS})
    set_target_properties(${name} PROPERTIES
        PREFIX "" SUFFIX ".so"
        C_VISIBILITY_PRESET hidden CXX_VISIBILITY_PRESET hidden VISIBILITY_INLINES_HIDDEN ON
        LINK_DEPENDS ${version_script})
    target_compile_options(${name} PRIVATE -ffunction-sections -fdata-sections
        $<$<COMPILE_LANG_AND_ID:CXX,GNU>:-fno-gnu-unique>)
    target_link_options(${name} PRIVATE
        "LINKER:--version-script=${version_script}" LINKER:--gc-sections LINKER:--as-needed)
    if(NOT CODEXFLOW_SANITIZE)
        target_link_options(${name} PRIVATE LINKER:-z,defs)
    endif()

    codexflow_uses_libcxx(libcxx)
    if(libcxx OR arg_STATIC_RUNTIME)
        target_link_options(${name} PRIVATE
            $<$<LINK_LANGUAGE:CXX>:-static-libstdc++> $<$<LINK_LANG_AND_ID:CXX,GNU>:-static-libgcc>)
    endif()
    if(libcxx)
        # clang links libc++.a for -static-libstdc++ but leaves out the part below it.
        target_link_options(${name} PRIVATE $<$<LINK_LANGUAGE:CXX>:LINKER:-Bstatic,-lc++abi,-Bdynamic>)
    endif()

    if(CODEXFLOW_PLUGIN_OUTPUT_DIR)
        set_target_properties(${name} PROPERTIES LIBRARY_OUTPUT_DIRECTORY ${CODEXFLOW_PLUGIN_OUTPUT_DIR})
    endif()
    if(CODEXFLOW_PLUGIN_INSTALL_DIR)
        install(TARGETS ${name} LIBRARY DESTINATION ${CODEXFLOW_PLUGIN_INSTALL_DIR})
    endif()
endfunction()

# Sets <variable> to whether C++ is compiled against libc++.
function(codexflow_uses_libcxx variable)
    if(NOT CMAKE_CXX_COMPILER)
        set(${variable} FALSE PARENT_SCOPE)
        return()
    endif()
    check_cxx_source_compiles("
        #include <version>
        #ifndef _LIBCPP_VERSION
        #error not libc++
        #endif
        int main() {}" CODEXFLOW_CXX_IS_LIBCXX)
    set(${variable} ${CODEXFLOW_CXX_IS_LIBCXX} PARENT_SCOPE)
endfunction()
