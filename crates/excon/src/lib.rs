//! excon
