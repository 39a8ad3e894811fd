# What we build on, all of it packaged in Debian 12 (bootstrap.sh installs it).
set(THREADS_PREFER_PTHREAD_FLAG ON)
find_package(Threads REQUIRED)
find_package(Boost 1.81 CONFIG REQUIRED COMPONENTS headers)
# Static OpenSSL halves the start-up time of the program; shared gets its security updates by itself.
option(CODEXFLOW_STATIC_OPENSSL "Link OpenSSL into the program" OFF)
set(OPENSSL_USE_STATIC_LIBS ${CODEXFLOW_STATIC_OPENSSL})
find_package(OpenSSL 3 REQUIRED)
find_package(ZLIB REQUIRED)
find_package(yaml-cpp 0.7 REQUIRED)
find_package(fmt 9 REQUIRED)
# Only the memory plugin of that name links it.
find_package(SQLite3 3.35 REQUIRED)
# The same for Redis; its CMake package came later than Debian's version.
find_path(CODEXFLOW_HIREDIS_INCLUDE_DIR hiredis/hiredis.h REQUIRED)
find_library(CODEXFLOW_HIREDIS_LIBRARY hiredis REQUIRED)
add_library(codexflow_hiredis INTERFACE IMPORTED)
add_library(codexflow::hiredis ALIAS codexflow_hiredis)
target_include_directories(codexflow_hiredis SYSTEM INTERFACE ${CODEXFLOW_HIREDIS_INCLUDE_DIR})
target_link_libraries(codexflow_hiredis INTERFACE ${CODEXFLOW_HIREDIS_LIBRARY})

# RapidJSON's own config file defines no target; its headers are all there is.
find_path(CODEXFLOW_RAPIDJSON_INCLUDE_DIR rapidjson/document.h REQUIRED)
add_library(codexflow_rapidjson INTERFACE IMPORTED)
add_library(codexflow::rapidjson ALIAS codexflow_rapidjson)
target_include_directories(codexflow_rapidjson INTERFACE ${CODEXFLOW_RAPIDJSON_INCLUDE_DIR})
target_compile_definitions(codexflow_rapidjson INTERFACE RAPIDJSON_HAS_STDSTRING=1)

find_path(CODEXFLOW_CLI11_INCLUDE_DIR CLI/CLI.hpp REQUIRED)
add_library(codexflow_cli11 INTERFACE IMPORTED)
add_library(codexflow::cli11 ALIAS codexflow_cli11)
target_include_directories(codexflow_cli11 INTERFACE ${CODEXFLOW_CLI11_INCLUDE_DIR})

# Writes the archives of `diagnostics`. Statically: who runs anything else does not wait for it to be loaded.
find_path(CODEXFLOW_MINIZIP_INCLUDE_DIR minizip/zip.h REQUIRED)
find_library(CODEXFLOW_MINIZIP_LIBRARY NAMES libminizip.a minizip REQUIRED)
add_library(codexflow_minizip UNKNOWN IMPORTED)
add_library(codexflow::minizip ALIAS codexflow_minizip)
set_target_properties(codexflow_minizip PROPERTIES IMPORTED_LOCATION ${CODEXFLOW_MINIZIP_LIBRARY})
target_include_directories(codexflow_minizip SYSTEM INTERFACE ${CODEXFLOW_MINIZIP_INCLUDE_DIR})
target_link_libraries(codexflow_minizip INTERFACE ZLIB::ZLIB)

# No CMake package in Debian 12. Only the router plugin links it, for itself.
find_path(CODEXFLOW_RE2_INCLUDE_DIR re2/filtered_re2.h REQUIRED)
find_library(CODEXFLOW_RE2_LIBRARY re2 REQUIRED)
add_library(codexflow_re2 INTERFACE IMPORTED)
add_library(codexflow::re2 ALIAS codexflow_re2)
target_include_directories(codexflow_re2 SYSTEM INTERFACE ${CODEXFLOW_RE2_INCLUDE_DIR})
target_link_libraries(codexflow_re2 INTERFACE ${CODEXFLOW_RE2_LIBRARY} Threads::Threads)

if(CODEXFLOW_BUILD_TESTS)
    find_package(Boost 1.81 CONFIG REQUIRED COMPONENTS unit_test_framework)
endif()
