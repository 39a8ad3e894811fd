#include "engine/base/error.hpp"
