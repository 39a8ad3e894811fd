#include <boost/dll/shared_library.hpp>
void* open(const char* name) { return dlopen(name, 2); }
