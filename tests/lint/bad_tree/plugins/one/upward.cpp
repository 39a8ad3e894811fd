#include <codexflow/plugin.hpp>
  #  include  "engine/base/error.hpp"
