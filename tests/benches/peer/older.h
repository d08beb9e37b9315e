// What the tools' day still had in common.h, and the crate's day has no more.
#pragma once
#include <fstream>
#include <string>

inline std::ifstream fs_open_ifstream(const std::string & name, std::ios_base::openmode mode) {
    return std::ifstream(name, mode);
}
