//! One database for one test, whichever engine it is on.

use crate::pg::Cluster;
use crate::scratch::ScratchFolder;

/// A database that belongs to one test: `url` goes to the server as its `DATABASE_URL`.
#[derive(Debug)]
pub struct TestDatabase {
    pub url: String,
    home: Home,
}

/// What has to be removed when the test is over.
#[derive(Debug)]
enum Home {
    Folder {
        _folder: ScratchFolder,
    },
    Cluster {
        cluster: &'static Cluster,
        name: String,
    },
}

impl TestDatabase {
    pub(crate) fn in_folder(url: String, folder: ScratchFolder) -> Self {
        Self {
            url,
            home: Home::Folder { _folder: folder },
        }
    }

    pub(crate) fn in_cluster(cluster: &'static Cluster, name: String) -> Self {
        Self {
            url: cluster.url(&name),
            home: Home::Cluster { cluster, name },
        }
    }
}

impl Drop for TestDatabase {
    fn drop(&mut self) {
        if let Home::Cluster { cluster, name } = &self.home {
            cluster.drop_database(name);
        }
    }
}
